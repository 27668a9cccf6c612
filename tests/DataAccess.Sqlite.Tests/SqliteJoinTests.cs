using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteJoinTests() : JoinSuite(new SqliteEngine());
