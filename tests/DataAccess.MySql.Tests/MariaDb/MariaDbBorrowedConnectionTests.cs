using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbBorrowedConnectionTests() : BorrowedConnectionSuite(MariaDbEngine.Shared);
