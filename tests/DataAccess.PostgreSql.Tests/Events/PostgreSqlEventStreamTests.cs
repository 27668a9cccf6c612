using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlEventStreamTests() : EventStreamSuite(PostgreSqlEngine.Shared);
