using DataAccess.Mapping;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Running;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private MigrationDatabase Kind => Engine.Name == "MariaDB" ? MigrationDatabase.MariaDb : Enum.Parse<MigrationDatabase>(Engine.Name, ignoreCase: true);

    /// <summary>Files whose statements a script has to write with care: bodies, quotes, settings, steps on their own.</summary>
    private void WriteForScript(bool canBeGuarded)
    {
        Write("1_a.sql", "create table a (x int, t varchar(50));\ninsert into a values (1, 'it''s; $$ ? :x // \\$sql$');\n-- dropped: ;\nalter table a add column y int;\n");
        Write("2_b.sql", "insert into a (x) select x + 1 from a;\nupdate a set y = x where t is null;");
        Write("3_c.postgresql.sql", "set search_path = pg_catalog; create function public.f() returns int language plpgsql as $$ begin return 41; end $$;\ncreate schema other;");
        Write("3_c.mysql.sql", canBeGuarded ? "set @n = 41; insert into a values (@n, 'o''n', 0); set foreign_key_checks = 0;" : "create procedure p() begin insert into a values (41, ';', 0); end;\ncall p();\nset foreign_key_checks = 0;");
        Write("3_c.sqlite.sql", "create trigger g after insert on a when new.x = 41 begin update a set x = 42 where x = 41; end;\ninsert into a (x) values (41);");
        Write("4_d.postgresql.sql", canBeGuarded ? "-- dataaccess: no-transaction\ncreate table d (x int);\ninsert into d values (f());" : "-- dataaccess: no-transaction\ncreate index concurrently a_x on a (x);\ncreate table d (x int);\ninsert into d values (f());");
        Write("4_d.sql", "create table d (x int);");
        Write("repeatable/v.sql", "drop view if exists v; create view v as select x from a;");
    }

    [Fact]
    public async Task A_script_gives_what_up_gives_and_up_then_has_nothing_to_do()
    {
        WriteForScript(canBeGuarded: false);
        var fromNothing = MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder });
        Assert.Equal(fromNothing, await NewMigrator().ScriptAsync(cancellationToken: Token));
        Assert.False(await HasTableAsync("dataaccess_migrations"));
        await UpAsync();
        var expected = await ScriptedStateAsync(Db);

        await OnAnotherDatabaseAsync(async other =>
        {
            await RunScriptAsync(other, fromNothing);
            Assert.Equal(expected, await ScriptedStateAsync(other));
            Assert.Empty(await NewMigrator(database: other).UpAsync(cancellationToken: Token));
            await NewMigrator(database: other).ValidateAsync(Token);
        });
        Assert.Contains("-- Nothing is pending.", await NewMigrator().ScriptAsync(cancellationToken: Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_goes_on_from_where_the_database_is()
    {
        WriteForScript(canBeGuarded: false);
        await UpAsync(to: 2);
        var script = await NewMigrator().ScriptAsync(cancellationToken: Token);
        Assert.DoesNotContain("-- 2_b.sql", script, StringComparison.Ordinal);
        Assert.Equal(script, MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, from: 2));
        Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, from: 7));

        await RunScriptAsync(Db, script);

        Assert.Empty(await UpAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => RunScriptAsync(Db, script));
        Assert.Empty(await UpAsync());
    }

    [Fact]
    public async Task An_idempotent_script_changes_nothing_the_second_time_or_says_that_it_cannot_be()
    {
        WriteForScript(canBeGuarded: true);
        if (Db.Provider.SystemName == "sqlite")
        {
            var error = Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, idempotent: true));
            Assert.StartsWith("1_a.sql:1: 'create table a (x int, t varchar(50))' cannot run conditionally, as SQLite has no conditional statements.", error.Problems[0], StringComparison.Ordinal);
            return;
        }

        var script = MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, idempotent: true);
        await UpAsync();
        var expected = await ScriptedStateAsync(Db);
        await RunScriptAsync(Db, script);
        Assert.Equal(expected, await ScriptedStateAsync(Db));

        await OnAnotherDatabaseAsync(async other =>
        {
            await NewMigrator(database: other).UpAsync(to: 1, cancellationToken: Token);
            await RunScriptAsync(other, script);
            Assert.Equal(expected, await ScriptedStateAsync(other));
            await RunScriptAsync(other, script);
            Assert.Equal(expected, await ScriptedStateAsync(other));
            Assert.Empty(await NewMigrator(database: other).UpAsync(cancellationToken: Token));

            Write("repeatable/v.sql", "drop view if exists v; create view v as select x, y from a;");
            await RunScriptAsync(other, MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, idempotent: true));
            Assert.Equal(2, (await other.DescribeTableAsync(new TableName("v"), Token)).Count);
            Assert.Empty(await NewMigrator(database: other).UpAsync(cancellationToken: Token));
        });
    }

    [Fact]
    public void What_cannot_be_guarded_or_scripted_is_named()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("2_b.postgresql.sql", "-- dataaccess: no-transaction\n\ncreate index concurrently a_x on a (x);");
        Write("2_b.mysql.sql", "\n\ncreate trigger t before insert on a for each row set new.x = 1;");
        Write("2_b.sqlite.sql", "\n\ncreate index a_x on a (x);");
        var options = new MigrationOptions { Directory = Folder };

        var error = Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, options, from: 1, idempotent: true));

        Assert.StartsWith("2_b." + Db.Provider.SystemName + ".sql:3: 'create ", Assert.Single(error.Problems), StringComparison.Ordinal);
        Assert.Contains("Omit --idempotent", error.Message, StringComparison.Ordinal);
        Write("3_c.sql", "-- dataaccess: backfill table=a key=x batch=10\nupdate a set x = x where x between :from and :to;");
        Assert.Contains("3_c.sql: a backfill runs slice by slice", Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_stops_while_a_runner_is_at_work()
    {
        if (Db.Provider.SystemName == "sqlite")
        {
            return; // The lock is a file, which a script cannot take; the history's key keeps it from applying anything twice.
        }

        Write("1_a.sql", "create table a (x int);");
        await using (await RunScope.EnterAsync(
            Db, EngineRegistry.Find(Db.Provider).Runner, new MigrationOptions { Directory = Folder }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, progress: null, Token))
        {
            var script = MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }).Replace(", 10) = 1", ", 0) = 1", StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<Exception>(() => RunScriptAsync(Db, script));
        }

        Assert.False(await HasTableAsync("a"));
    }

    /// <summary>As a client program runs it: statement by statement in one session, up to the first error.</summary>
    private static async Task RunScriptAsync(Database database, string script)
    {
        var flavour = EngineRegistry.Find(database.Provider).Flavour;
        await using var session = await MigrationSession.OpenAsync(database, Token);
        foreach (var statement in SqlSplitter.Split(script, flavour))
        {
            await session.ExecuteAsync(SqlStatement.Script(statement.Text), Token);
        }
    }

    private async Task OnAnotherDatabaseAsync(Func<Database, Task> work)
    {
        var other = await Engine.CreateDatabaseAsync();
        await using (var database = Engine.Open(other))
        {
            await work(database);
        }

        await Engine.DropDatabaseAsync(other);
        File.Delete(other.Replace("sqlite:", "", StringComparison.Ordinal) + ".migrate-lock");
    }

    private static async Task<string> ScriptedStateAsync(Database database)
    {
        var state = new List<string>();
        foreach (var table in new[] { "a", "d", "v" })
        {
            state.Add(string.Join(", ", (await database.DescribeTableAsync(new TableName(table), Token)).Select(static c => $"{c.Name} {c.DatabaseType}")));
        }

        state.Add(string.Join(' ', await database.QueryAsync<string>($"select coalesce(t, '-') from a order by x, t", Token)));
        state.Add(string.Join(' ', await database.QueryAsync<long>($"select coalesce(x, 0) * 100 + coalesce(y, 0) from a order by 1", Token)));
        state.Add(string.Join(' ', await database.QueryAsync<long>($"select x from d order by 1", Token)));
        state.AddRange(await database.QueryAsync<string>($"select name from dataaccess_migrations order by migration", Token));
        state.AddRange(await database.QueryAsync<string>($"select checksum from dataaccess_migrations order by migration", Token));
        state.AddRange(await database.QueryAsync<string>($"select state from dataaccess_migrations order by migration", Token));
        state.AddRange(await database.QueryAsync<string>($"select state from dataaccess_migration_steps order by migration, step", Token));
        return string.Join('\n', state);
    }
}
