using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteReportTests() : ReportSuite(new SqliteEngine());
