using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlConstraintTests() : MySqlConstraintSuite(MySqlEngine.Shared);
