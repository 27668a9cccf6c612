using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteTransactionTests() : TransactionSuite(new SqliteEngine());
