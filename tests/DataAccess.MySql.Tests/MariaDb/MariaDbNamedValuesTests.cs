using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbNamedValuesTests() : NamedValuesSuite(MariaDbEngine.Shared);
