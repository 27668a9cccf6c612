using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlLostAnswerTests() : LostAnswerSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    protected override IEnumerable<string> Functions =>
    [
        "create function charge() returns int language plpgsql as $$ begin insert into charged (id) values (1); return 1; end $$",
        "create function peek() returns int language plpgsql as $$ begin return 1; end $$",
    ];
}
