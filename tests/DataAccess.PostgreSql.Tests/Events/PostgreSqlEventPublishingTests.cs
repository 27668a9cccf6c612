using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlEventPublishingTests() : EventPublishingSuite(PostgreSqlEngine.Shared);
