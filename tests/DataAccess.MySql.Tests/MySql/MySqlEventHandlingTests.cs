using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlEventHandlingTests() : EventHandlingSuite(MySqlEngine.Shared);
