using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlSessionHygieneTests() : MySqlSessionHygieneSuite(MySqlEngine.Shared);
