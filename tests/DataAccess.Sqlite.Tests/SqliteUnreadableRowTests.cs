using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteUnreadableRowTests() : UnreadableRowSuite(new SqliteEngine());
