using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSharedTransactionTests() : SharedTransactionSuite(PostgreSqlEngine.Shared);
