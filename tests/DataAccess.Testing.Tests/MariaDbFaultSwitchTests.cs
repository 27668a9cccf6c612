using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MariaDbFaultSwitchTests() : FaultSwitchSuite(MariaDbEngine.Shared);
