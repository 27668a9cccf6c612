using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlNamedValuesTests() : NamedValuesSuite(MySqlEngine.Shared);
