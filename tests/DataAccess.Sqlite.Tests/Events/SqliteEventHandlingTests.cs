using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteEventHandlingTests() : EventHandlingSuite(new SqliteEngine());
