using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlReportTests() : ReportSuite(MySqlEngine.Shared);
