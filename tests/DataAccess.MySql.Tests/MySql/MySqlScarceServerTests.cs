using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlScarceServerTests() : ScarceServerSuite(MySqlEngine.Shared)
{
    protected override string ShortQuery => "select sleep(0.02)";

    protected override IEnumerable<string> CreateUser(string name, int connections)
        =>
        [
            $"create user {name}@'%' identified by 'scarce' with max_user_connections {connections}",
            $"grant select on *.* to {name}@'%'",
        ];

    protected override IEnumerable<string> DropUser(string name) => [$"drop user {name}@'%'"];
}
