using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSharedTransactionTests() : SharedTransactionSuite(new SqliteEngine());
