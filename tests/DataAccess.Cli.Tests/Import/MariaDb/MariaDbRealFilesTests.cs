using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class MariaDbRealFilesTests() : RealFilesSuite(MariaDbEngine.Shared);
