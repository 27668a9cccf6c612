using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlCultureTests() : CultureSuite(MySqlEngine.Shared);
