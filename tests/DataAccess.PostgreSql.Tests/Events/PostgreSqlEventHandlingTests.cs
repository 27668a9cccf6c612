using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlEventHandlingTests() : EventHandlingSuite(PostgreSqlEngine.Shared);
