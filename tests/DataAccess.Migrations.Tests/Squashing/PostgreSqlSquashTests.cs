using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Squashing;

[Collection("PostgreSQL")]
public sealed class PostgreSqlSquashTests() : SquashSuite(PostgreSqlEngine.Shared)
{
    protected override IReadOnlyList<string> Unkept => ["revoke all on table a from public", "alter table a owner to current_user", "alter default privileges in schema public revoke all on tables from public", "do $$ begin grant select on a to public; end $$"];
}
