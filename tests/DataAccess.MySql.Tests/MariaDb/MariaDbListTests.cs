using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbListTests() : ListSuite(MariaDbEngine.Shared);
