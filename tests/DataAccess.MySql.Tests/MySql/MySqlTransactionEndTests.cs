using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlTransactionEndTests() : MySqlTransactionEndSuite(MySqlEngine.Shared);
