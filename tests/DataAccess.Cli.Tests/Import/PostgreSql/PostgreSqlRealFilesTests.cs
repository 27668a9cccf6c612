using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class PostgreSqlRealFilesTests() : RealFilesSuite(PostgreSqlEngine.Shared);
