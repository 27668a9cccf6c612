using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbFilterRepositoryTests() : FilterRepositorySuite(MariaDbEngine.Shared);
