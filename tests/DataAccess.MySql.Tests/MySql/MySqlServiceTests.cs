using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlServiceTests() : ServiceSuite(MySqlEngine.Shared);
