using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlTransactionTests() : TransactionSuite(MySqlEngine.Shared);
