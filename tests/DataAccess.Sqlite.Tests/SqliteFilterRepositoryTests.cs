using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteFilterRepositoryTests() : FilterRepositorySuite(new SqliteEngine());
