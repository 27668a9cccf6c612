using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlBorrowedConnectionTests() : BorrowedConnectionSuite(MySqlEngine.Shared);
