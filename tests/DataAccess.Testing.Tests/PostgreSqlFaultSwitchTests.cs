using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class PostgreSqlFaultSwitchTests() : FaultSwitchSuite(PostgreSqlEngine.Shared);
