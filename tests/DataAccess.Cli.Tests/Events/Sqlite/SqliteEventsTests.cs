using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Events;

public sealed class SqliteEventsTests() : EventsSuite(new SqliteEngine());
