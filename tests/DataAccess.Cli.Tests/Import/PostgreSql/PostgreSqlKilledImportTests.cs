using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class PostgreSqlKilledImportTests() : KilledImportSuite(PostgreSqlEngine.Shared);
