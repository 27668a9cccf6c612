using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class MySqlRealFilesTests() : RealFilesSuite(MySqlEngine.Shared);
