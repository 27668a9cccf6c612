using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlMappingTests() : MappingSuite(MySqlEngine.Shared);
