using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbConstraintTests() : MySqlConstraintSuite(MariaDbEngine.Shared);
