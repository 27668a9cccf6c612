using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteEventAdminTests() : EventAdminSuite(new SqliteEngine());
