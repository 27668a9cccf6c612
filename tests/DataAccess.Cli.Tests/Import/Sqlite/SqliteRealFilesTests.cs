using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class SqliteRealFilesTests() : RealFilesSuite(new SqliteEngine());
