using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteTelemetryTests() : TelemetrySuite(new SqliteEngine());
