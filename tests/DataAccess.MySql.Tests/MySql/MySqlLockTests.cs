using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlLockTests() : LockSuite(MySqlEngine.Shared);
