using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlOpenHookTests() : OpenHookSuite(PostgreSqlEngine.Shared)
{
    protected override IReadOnlyList<(string Sets, string Probe)> Settings =>
    [
        ("set role pg_read_all_data", "select count(*)::int from (select current_user as u) as x where u = 'pg_read_all_data'"),
        ("set search_path = pg_catalog, public", "select count(*)::int from (select current_setting('search_path') as p) as x where p = 'pg_catalog, public'"),
        ("set statement_timeout = 54321", "select count(*)::int from (select current_setting('statement_timeout') as p) as x where p = '54321ms'"),
    ];

    protected override IReadOnlyList<(string Breaks, string Holds)> Modes =>
    [
        ("set timezone = 'America/Chicago'", "select count(*)::int from (select current_setting('timezone') as p) as x where p = 'UTC'"),
        ("set standard_conforming_strings = off", "select count(*)::int from (select current_setting('standard_conforming_strings') as p) as x where p = 'on'"),
    ];

    protected override IReadOnlyList<string> Undo => ["reset role", "set search_path = public", "set statement_timeout = 0"];
}
