using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbMappingTests() : MappingSuite(MariaDbEngine.Shared);
