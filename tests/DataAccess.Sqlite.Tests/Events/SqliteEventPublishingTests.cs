using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteEventPublishingTests() : EventPublishingSuite(new SqliteEngine());
