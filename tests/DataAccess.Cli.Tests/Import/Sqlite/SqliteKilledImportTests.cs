using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

public sealed class SqliteKilledImportTests() : KilledImportSuite(new SqliteEngine());
