using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbColumnTypeTests() : MySqlColumnTypeSuite(MariaDbEngine.Shared);
