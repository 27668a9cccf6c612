using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class MariaDbKilledImportTests() : KilledImportSuite(MariaDbEngine.Shared);
