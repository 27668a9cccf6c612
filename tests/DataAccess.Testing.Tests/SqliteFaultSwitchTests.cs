using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class SqliteFaultSwitchTests() : FaultSwitchSuite(new SqliteEngine());
