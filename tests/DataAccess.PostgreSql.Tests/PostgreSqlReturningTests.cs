using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlReturningTests() : ReturningSuite(PostgreSqlEngine.Shared)
{
    protected override string KeyColumn => "bigint generated always as identity primary key";

    protected override IReadOnlyList<string> Triggers =>
    [
        "create function stamp() returns trigger language plpgsql as $$ begin new.stamp := 'triggered'; return new; end $$",
        "create trigger stamp before insert or update on parcels for each row execute function stamp()",
    ];

    [Fact]
    public async Task A_delete_that_does_nothing_quietly_is_rejected()
        => await QuietDeleteIsRejectedAsync(
            "create function keep() returns trigger language plpgsql as $$ begin return null; end $$",
            "create trigger keep before delete on parcels for each row execute function keep()");
}
