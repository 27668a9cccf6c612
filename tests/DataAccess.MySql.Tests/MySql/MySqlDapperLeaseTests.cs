using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlDapperLeaseTests() : DapperLeaseSuite(MySqlEngine.Shared);
