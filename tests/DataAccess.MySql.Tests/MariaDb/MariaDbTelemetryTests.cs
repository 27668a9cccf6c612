using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbTelemetryTests() : TelemetrySuite(MariaDbEngine.Shared);
