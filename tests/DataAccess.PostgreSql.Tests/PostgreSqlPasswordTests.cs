using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlPasswordTests() : PasswordSuite(PostgreSqlEngine.Shared)
{
    protected override string UserKey => "Username";

    protected override IEnumerable<string> Create(string user, string password) => [$"create role {user} login password '{password}'"];

    protected override string Change(string user, string password) => $"alter role {user} password '{password}'";

    protected override IEnumerable<string> Drop(string user) => [$"drop role {user}"];
}
