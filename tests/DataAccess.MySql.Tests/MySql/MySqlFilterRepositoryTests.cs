using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlFilterRepositoryTests() : FilterRepositorySuite(MySqlEngine.Shared);
