using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Events;

public sealed class PostgreSqlEventsTests() : EventsSuite(PostgreSqlEngine.Shared);
