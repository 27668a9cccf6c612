using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbEventHealthTests() : EventHealthSuite(MariaDbEngine.Shared);
