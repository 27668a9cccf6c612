using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbEventHandlingTests() : EventHandlingSuite(MariaDbEngine.Shared);
