using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlParameterPlaceTests() : ParameterPlaceSuite(MySqlEngine.Shared);
