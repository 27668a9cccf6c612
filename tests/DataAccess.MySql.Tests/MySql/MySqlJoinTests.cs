using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlJoinTests() : JoinSuite(MySqlEngine.Shared);
