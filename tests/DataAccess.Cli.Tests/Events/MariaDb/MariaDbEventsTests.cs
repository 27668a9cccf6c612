using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Events;

public sealed class MariaDbEventsTests() : EventsSuite(MariaDbEngine.Shared);
