using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public abstract class MySqlPasswordSuite(TestEngine engine) : PasswordSuite(engine)
{
    protected override string UserKey => "User ID";

    protected override IEnumerable<string> Create(string user, string password) => [$"create user {user}@'%' identified by '{password}'", $"grant all on *.* to {user}@'%'"];

    protected override string Change(string user, string password) => $"alter user {user}@'%' identified by '{password}'";

    protected override IEnumerable<string> Drop(string user) => [$"drop user {user}@'%'"];
}
