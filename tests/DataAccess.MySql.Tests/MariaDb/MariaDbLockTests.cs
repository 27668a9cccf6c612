using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbLockTests() : LockSuite(MariaDbEngine.Shared);
