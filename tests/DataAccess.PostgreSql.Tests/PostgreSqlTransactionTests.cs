using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlTransactionTests() : TransactionSuite(PostgreSqlEngine.Shared);
