using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbParameterPlaceTests() : ParameterPlaceSuite(MariaDbEngine.Shared);
