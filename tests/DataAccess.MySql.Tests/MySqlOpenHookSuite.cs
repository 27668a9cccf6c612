using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public abstract class MySqlOpenHookSuite(TestEngine engine) : OpenHookSuite(engine)
{
    protected override IReadOnlyList<(string Sets, string Probe)> Settings =>
    [
        ("set sql_mode = 'ANSI_QUOTES'", "select count(*) from (select @@sql_mode as m) as x where find_in_set('ANSI_QUOTES', m) and find_in_set('STRICT_TRANS_TABLES', m)"),
        ("set lock_wait_timeout = 54321", "select count(*) from (select @@lock_wait_timeout as t) as x where t = 54321"),
    ];

    protected override IReadOnlyList<(string Breaks, string Holds)> Modes =>
    [
        ("set time_zone = '+05:00'", "select count(*) from (select @@time_zone as z) as x where z = '+00:00'"),
        ("set sql_mode = 'NO_BACKSLASH_ESCAPES'", "select count(*) from (select @@sql_mode as m) as x where find_in_set('STRICT_TRANS_TABLES', m) and not find_in_set('NO_BACKSLASH_ESCAPES', m)"),
        ("set autocommit = 0", "select count(*) from (select @@autocommit as a) as x where a = 1"),
    ];

    protected override IReadOnlyList<string> Undo => ["set sql_mode = ''", "set lock_wait_timeout = 12"];
}
