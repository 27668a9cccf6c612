using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbModesTests() : MySqlModesSuite(MariaDbEngine.OddModes);
