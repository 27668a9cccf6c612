using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbLeftReadTests() : LeftReadSuite(MariaDbEngine.Shared);
