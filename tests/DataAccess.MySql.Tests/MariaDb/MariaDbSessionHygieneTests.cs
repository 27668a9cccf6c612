using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbSessionHygieneTests() : MySqlSessionHygieneSuite(MariaDbEngine.Shared);
