using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MySqlFaultSwitchTests() : FaultSwitchSuite(MySqlEngine.Shared);
