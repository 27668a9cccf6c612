using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbNamedUpdateTests() : NamedUpdateSuite(MariaDbEngine.Shared);
