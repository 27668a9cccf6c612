using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlTelemetryTests() : TelemetrySuite(PostgreSqlEngine.Shared);
