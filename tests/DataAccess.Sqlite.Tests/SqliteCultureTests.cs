using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteCultureTests() : CultureSuite(new SqliteEngine());
