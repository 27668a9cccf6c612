namespace DataAccess.Migrations.Tests.Runs;

/// <summary>A script runs in one session, and gives each file what it would have in one of its own.</summary>
public abstract partial class MigrationSuite
{
    /// <summary>A file that leaves much in its session, and one whose rows would show it.</summary>
    private static readonly Dictionary<string, (string First, string Second)> LeftInSessions = new(StringComparer.Ordinal)
    {
        ["postgresql"] = (
            "create temporary table tmpx (x int); create table pa (x int); select set_config('search_path', 'pg_catalog', false); set bytea_output = 'escape'; prepare st as select 1;",
            "create table pb (k text); insert into pb select current_setting('bytea_output'); insert into pb select current_setting('search_path'); create table tmpx (x int); insert into tmpx values (5);"),
        ["mysql"] = (
            "set @tax = 19, @`odd name` = 1; select 3 into @other; create temporary table if not exists tmpx (x int); prepare st from 'select 1'; create table pa (x int); set auto_increment_increment = 7, session div_precision_increment = 0, @@session.lc_time_names = 'de_DE', @@default_week_format = 3, sql_mode = '', max_sort_length = (1000 + 4);",
            "create table pb (id int primary key auto_increment, k varchar(50)); insert into pb (k) values (1 / 3), (monthname('2020-01-01')), (coalesce(@tax, @`odd name`, @other, 'none')), (@@max_sort_length); create table tmpx (x int); insert into tmpx values (5);"),
        ["sqlite"] = (
            "create temp table tmpx (x int); create temporary view if not exists \"tmp y\" as select 1 as x; create table pa (x int); pragma case_sensitive_like = on;",
            "create table tmpx (x int); insert into tmpx values (5); create table \"tmp y\" (x int); insert into \"tmp y\" values (6); create table pb as select 'A' like 'a' as k;"),
    };

    [Theory]
    [InlineData("")]
    [InlineData("-- dataaccess: no-transaction\n")]
    public async Task A_script_gives_each_file_a_session_without_what_others_left(string directive)
    {
        var (first, second) = LeftInSessions[Db.Provider.SystemName];
        Write("1_a.sql", directive + first);
        Write("2_b.sql", second);

        // Where a file sets the path, a step's row has to name the schema.
        var script = MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder, HistorySchema = Db.Provider.SystemName == "postgresql" ? "public" : null });
        await UpAsync();
        var expected = await Db.QueryAsync<string>($"select k from pb order by k", Token);

        await OnAnotherDatabaseAsync(async other =>
        {
            await RunScriptAsync(other, script);
            Assert.Equal(expected, await other.QueryAsync<string>($"select k from pb order by k", Token));
            Assert.Equal(1, await other.QuerySingleAsync<long>($"select count(*) from tmpx where x = 5", Token));
        });
        Assert.Equal(1, await CountAsync("tmpx"));
    }

    [Fact]
    public void What_a_script_cannot_take_back_is_an_error_if_a_file_follows()
    {
        if (Db.Provider.SystemName == "mysql")
        {
            return; // There, all that files set can be taken back.
        }

        if (Db.Provider.SystemName == "postgresql")
        {
            foreach (var set in new[] { "select pg_catalog.set_config('x.y', '1', false);", "set x.y = '1';", "set local x.y to '1';" })
            {
                Write("1_a.sql", $"create table a (x int); {set}");
                Write("2_b.sql", "create table b (x int);");
                Assert.Contains("leaves a setting of its own that cannot be unset to the files after it", Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder })).Message, StringComparison.Ordinal);
            }

            Write("1_a.sql", "select set_config('search_path', 'a.b', false);");
            MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder });
            return;
        }

        Write("1_a.sql", "-- dataaccess: no-transaction\nattach ':memory:' as other;");
        Assert.Contains("attach", MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }), StringComparison.Ordinal);
        Write("2_b.sql", "create table b (x int);");

        var error = Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }));
        Assert.StartsWith("1_a.sql:2: 'attach ':memory:' as other' leaves an attached database to the files after it, as a script runs in one session.", Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_of_a_script_is_true_whatever_a_file_sets()
    {
        if (Db.Provider.SystemName == "sqlite")
        {
            return; // It has no settings by which a string is read.
        }

        var isMySql = Db.Provider.SystemName == "mysql";
        var set = isMySql ? "set sql_mode = 'NO_BACKSLASH_ESCAPES'" : "set standard_conforming_strings = off";
        var insert = isMySql ? @"insert into pc values ('a\b é', 'c:\')" : @"insert into pc values ('a\\b é', 'a\'b;c')";
        Write("1_a.sql", $"-- dataaccess: no-transaction\n{set};\ncreate table pc (x varchar(50), y varchar(50));\n{insert};\n");

        await RunScriptAsync(Db, MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }));

        Assert.Equal([set, "create table pc (x varchar(50), y varchar(50))", insert], await Db.QueryAsync<string>($"select statement from dataaccess_migration_steps order by step", Token), StringComparer.Ordinal);
        Assert.Equal([isMySql ? @"a\b é|c:\" : @"a\b é|a'b;c"], await Db.QueryAsync<string>($"select concat(x, '|', y) from pc", Token), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("set sql_mode = 'NO_BACKSLASH_ESCAPES'")]
    [InlineData("set names latin1")]
    [InlineData("set @x = 1, @@session.sql_mode = ''")]
    [InlineData("/*!40101 set character_set_client = utf8mb4 */")]
    public async Task A_guarded_script_is_read_by_the_settings_of_the_file_or_says_that_it_cannot_be(string set)
    {
        Write("1_a.mysql.sql", $"create table pc (x varchar(50), y varchar(50));\n{set};\ninsert into pc values ('a', 'b');");
        Write("1_a.postgresql.sql", @"set standard_conforming_strings = off; create table pc (x varchar(50), y varchar(50)); insert into pc values ('a\\b é', 'a\'b;c');");
        Write("1_a.sqlite.sql", "create table pc (x int)");
        switch (Db.Provider.SystemName)
        {
            case "mysql":
                var error = Assert.Throws<MigrationException>(() => MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, idempotent: true));
                Assert.Contains("1_a.mysql.sql:2: '", Assert.Single(error.Problems), StringComparison.Ordinal);
                Assert.Contains("changes how the statements after it are read", error.Message, StringComparison.Ordinal);
                break;
            case "postgresql":
                await RunScriptAsync(Db, MigrationScripter.Script(Kind, new MigrationOptions { Directory = Folder }, idempotent: true));
                Assert.Equal([@"a\b é|a'b;c"], await Db.QueryAsync<string>($"select concat(x, '|', y) from pc", Token), StringComparer.Ordinal);
                break;
            default:
                break; // SQLite has no conditional statements.
        }
    }
}
