using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Events;

public sealed class MySqlEventsTests() : EventsSuite(MySqlEngine.Shared);
