using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbNumbersTests() : MySqlNumbersSuite(MariaDbEngine.Shared);
