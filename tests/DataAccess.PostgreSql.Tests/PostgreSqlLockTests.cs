using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlLockTests() : LockSuite(PostgreSqlEngine.Shared);
