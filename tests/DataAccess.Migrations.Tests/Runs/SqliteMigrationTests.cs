using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class SqliteMigrationTests() : MigrationSuite(new SqliteEngine())
{
    private const string NoTransaction = "-- dataaccess: no-transaction\n";

    private protected override IReadOnlyList<SessionLeak> Leaks =>
    [
        new("foreign keys", NoTransaction + "pragma foreign_keys = off;", "(select foreign_keys from pragma_foreign_keys)", "0"),
        new("triggers", "pragma recursive_triggers = on;", "(select recursive_triggers from pragma_recursive_triggers)", "1"),
        new("like", "pragma case_sensitive_like = on;", "'a' like 'A'", "0"),
        new("alter table", NoTransaction + "pragma legacy_alter_table = on;", "(select legacy_alter_table from pragma_legacy_alter_table)", "1"),
        new("schema", "pragma writable_schema = on;", "(select writable_schema from pragma_writable_schema)", "1"),
        new("locking", "pragma locking_mode = exclusive;", "(select locking_mode from pragma_locking_mode)", "exclusive"),
        new("query only", "pragma query_only = on;", "(select query_only from pragma_query_only)", IsSeenInside: false),
        new("checks", "pragma ignore_check_constraints = on;", "(select ignore_check_constraints from pragma_ignore_check_constraints)", "1"),
        new("temporary table", "create temp table t (n int);", "(select count(*) from temp.sqlite_schema)", "1"),
        new("attached", NoTransaction + "attach ':memory:' as other;", "(select count(*) from pragma_database_list where name = 'other')", "1"),
        new("last row", "insert into seen values ('row', 'x');\ndelete from seen where v = 'x';", "last_insert_rowid() > 0", IsSeenInside: false),
    ];

    /// <summary>The lock is a process's here, so twenty processes it is.</summary>
    [Fact]
    public async Task Twenty_processes_apply_each_migration_exactly_once()
    {
        // Long enough for all to meet at the lock.
        Write("1_a.sql", "create table a (n int);\nwith recursive c(x) as (select 1 union all select x + 1 from c where x < 5000000) select max(x) from c;");
        for (var i = 2; i <= 6; i++)
        {
            Write($"{i}_row.sql", $"insert into a values ({i});");
        }

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CliProcess.MigrateAsync("up", "--dir", Folder, "--url", ConnectionString)));

        Assert.All(runs, static run => Assert.Equal((0, ""), (run.ExitCode, run.Error)));
        Assert.Equal(19, runs.Count(static run => run.Out == "Nothing is pending.\n"));
        Assert.Equal(6, runs.Sum(static run => run.Out.Split('\n').Count(static line => line.StartsWith("applied ", StringComparison.Ordinal))));
        Assert.Equal([2, 3, 4, 5, 6], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    protected override Task<(string Url, string DropUser)> RestrictAsync()
        => Task.FromResult(($"Data Source={ConnectionString["sqlite:".Length..]};Mode=ReadOnly", "select 'there are no users'"));
}
