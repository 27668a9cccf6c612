using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteBorrowedConnectionTests() : BorrowedConnectionSuite(new SqliteEngine());
