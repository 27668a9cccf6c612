using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteParameterPlaceTests() : ParameterPlaceSuite(new SqliteEngine());
