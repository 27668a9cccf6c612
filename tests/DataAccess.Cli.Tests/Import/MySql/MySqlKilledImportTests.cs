using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class MySqlKilledImportTests() : KilledImportSuite(MySqlEngine.Shared);
