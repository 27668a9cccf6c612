using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlUnreadableRowTests() : UnreadableRowSuite(MySqlEngine.Shared);
