using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbReportTests() : ReportSuite(MariaDbEngine.Shared);
