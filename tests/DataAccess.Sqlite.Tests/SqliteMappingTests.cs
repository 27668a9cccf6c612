using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteMappingTests() : MappingSuite(new SqliteEngine());
