using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbServiceTests() : ServiceSuite(MariaDbEngine.Shared);
