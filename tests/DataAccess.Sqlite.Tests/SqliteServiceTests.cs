using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteServiceTests() : ServiceSuite(new SqliteEngine());
