using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlReturningTests() : ReturningSuite(PostgreSqlEngine.Shared)
{
    protected override string KeyColumn => "bigint generated always as identity primary key";

    protected override IReadOnlyList<string> Triggers =>
    [
        "create function stamp() returns trigger language plpgsql as $$ begin new.stamp := 'triggered'; return new; end $$",
        "create trigger stamp before insert or update on parcels for each row execute function stamp()",
    ];

    protected override IReadOnlyList<string> KeepsRows =>
    [
        "create function keep() returns trigger language plpgsql as $$ begin return null; end $$",
        "create trigger keep before delete on parcels for each row execute function keep()",
    ];
}
