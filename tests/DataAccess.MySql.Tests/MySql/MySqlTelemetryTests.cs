using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlTelemetryTests() : TelemetrySuite(MySqlEngine.Shared);
