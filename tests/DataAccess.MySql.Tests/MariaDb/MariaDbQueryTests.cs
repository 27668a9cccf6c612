using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbQueryTests() : QuerySuite(MariaDbEngine.Shared);
