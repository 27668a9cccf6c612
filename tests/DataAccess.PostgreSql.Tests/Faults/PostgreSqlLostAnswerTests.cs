using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlLostAnswerTests() : LostAnswerSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    protected override IEnumerable<string> Functions =>
    [
        "create extension dblink",
        "create function charge_elsewhere() returns int language plpgsql as $$ begin perform dblink_exec('user=' || current_user || ' dbname=' || current_database(), 'insert into charged (id) values (1)'); return 1; end $$",
        "create function charge() returns int language plpgsql as $$ begin insert into charged (id) values (1); return 1; end $$",
        "create function peek() returns int language plpgsql as $$ begin return 1; end $$",
    ];
}
