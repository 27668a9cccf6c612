
namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task Pending_migrations_are_applied_in_order_and_only_once()
    {
        Write("0001_create_a.sql", "create table a (x int not null);\ninsert into a values (1), (2);");
        Write("0002_create_b.sql", "create table b (y int); insert into b select x from a;");
        Write("10_more.sql", "insert into b values (9);");

        Assert.Equal(["0001_create_a", "0002_create_b", "10_more"], await UpAsync(), StringComparer.Ordinal);
        Assert.Empty(await UpAsync());

        Assert.Equal(3, await CountAsync("b"));
        Assert.Equal(3, await CountAsync("dataaccess_migrations"));
        Assert.All(await StatesAsync(), static s => Assert.Equal(MigrationState.Applied, s));
        Write("11_more.sql", "insert into b values (10);");
        Assert.Equal(["11_more"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_target_is_the_last_version_that_is_applied()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("2_b.sql", "create table b (x int);");
        Write("repeatable/c.sql", "create view c as select 1 as one;");

        Assert.Equal(["1_a"], await UpAsync(to: 1), StringComparer.Ordinal);
        Assert.False(await HasTableAsync("b"));
        await Assert.ThrowsAsync<MigrationException>(() => UpAsync(to: 7));
        Assert.Equal(["2_b", "repeatable/c"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_engines_own_file_wins()
    {
        Write("1_a.sql", "create table portable (x int);");
        foreach (var name in new[] { "postgresql", "mysql", "sqlite" })
        {
            Write($"1_a.{name}.sql", $"create table own_{name} (x int);");
        }

        Assert.Equal(["1_a"], await UpAsync(), StringComparer.Ordinal);
        Assert.True(await HasTableAsync($"own_{Db.Provider.SystemName}"));
        Assert.False(await HasTableAsync("portable"));
    }

    [Fact]
    public async Task A_repeatable_migration_runs_again_when_it_changed()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("repeatable/seed.sql", "insert into a values (1);");
        await UpAsync();
        Assert.Empty(await UpAsync());

        Write("repeatable/seed.sql", "insert into a values (2);");
        Assert.Equal([MigrationState.Applied, MigrationState.Changed], await StatesAsync());
        Assert.Equal(["repeatable/seed"], await UpAsync(), StringComparer.Ordinal);

        Assert.Equal(2, await CountAsync("a"));
    }

    [Fact]
    public async Task A_plan_writes_nothing()
    {
        Write("1_a.sql", "create table a (x int); insert into a values (1);");

        var planned = Assert.Single(await NewMigrator().PlanAsync(cancellationToken: Token));

        Assert.Equal((PlannedAction.Apply, RollsBack, 2), (planned.Action, planned.IsOneTransaction, planned.Statements.Count));
        Assert.False(await HasTableAsync("dataaccess_migrations"));
        Assert.Equal([MigrationState.Pending], await StatesAsync());
        Assert.False(await HasTableAsync("dataaccess_migrations"));
    }

    [Fact]
    public async Task A_failed_statement_is_reported_with_its_place_and_undone_where_that_can_be()
    {
        Write("1_ok.sql", "create table ok (x int);");
        Write("2_bad.sql", "create table a (x int);\n\ninsert into a values (1);\ninsert into nowhere values (1);\n");

        var error = await FailsAsync(RollsBack ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied);

        Assert.Contains("2_bad.sql:4:13: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        Assert.Contains("insert into nowhere values (1)", error.Message, StringComparison.Ordinal);
        Assert.True(await HasTableAsync("ok"));
        Assert.Equal(!RollsBack, await HasTableAsync("a"));
        Assert.Equal([MigrationState.Applied, RollsBack ? MigrationState.Pending : MigrationState.Partial], await StatesAsync());

        Write("2_bad.sql", "create table a (x int);\n\ninsert into a values (1);\ninsert into a values (2);\n");
        Assert.Equal(["2_bad"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal(2, await CountAsync("a"));
    }

    [Fact]
    public async Task A_first_statement_that_fails_leaves_nothing_behind()
    {
        Write("1_bad.sql", "create table a (x nonsense_type(1,2,3) not a type);");

        await FailsAsync(MigrationFailure.RolledBack, static o => o.Transaction = MigrationTransaction.None);

        Assert.Equal([MigrationState.Pending], await StatesAsync());
        Assert.Equal(0, await CountAsync("dataaccess_migrations"));
    }

    [Fact]
    public async Task All_together_are_one_transaction_or_refused()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("2_b.sql", "insert into a values (1); insert into nowhere values (1);");

        var error = await FailsAsync(RollsBack ? MigrationFailure.RolledBack : MigrationFailure.Validation, static o => o.Transaction = MigrationTransaction.All);

        Assert.Contains(RollsBack ? "2_b.sql:1" : "1_a.sql:1", error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync("a"));
        Assert.Equal(0, await CountAsync("dataaccess_migrations"));
    }

    [Fact]
    public async Task Session_settings_of_one_file_do_not_reach_the_next()
    {
        Write("1_a.sql", Db.Provider.SystemName switch
        {
            "postgresql" => "create schema other; set search_path = other; create table a (x int);",
            "mysql" => "set foreign_key_checks = 0; create table a (x int, foreign key (x) references nowhere (id));",
            _ => "-- dataaccess: no-transaction\npragma foreign_keys = off; create table p (id int primary key); create table a (x int references p (id)); insert into a values (7);",
        });
        Write("2_b.sql", Db.Provider.SystemName switch
        {
            "postgresql" => "create table b as select current_schema() as name;",
            "mysql" => "create table b as select @@foreign_key_checks as name;",
            _ => "create table b as select foreign_keys as name from pragma_foreign_keys;",
        });

        await UpAsync();

        Assert.Equal(Db.Provider.SystemName == "postgresql" ? "public" : "1", $"{await Db.QuerySingleAsync<string>($"select cast(name as char(10)) from b", Token)}".Trim());
    }

    [Fact]
    public async Task Bodies_and_odd_statements_are_run_as_they_are_written()
    {
        Write("1_a.sql", "create table a (x int); insert into a values (1);");
        Write("2_b.sql", Db.Provider.SystemName switch
        {
            "postgresql" => "create function f() returns int language sql begin atomic select 1; select case when true then 41 end; end;\ncreate function g() returns int language plpgsql as $$ begin return 1; end $$;\ninsert into a select f() + g();\ninsert into a select 1 where '{\"a\": 1}'::jsonb @> '{}' and 'a:b' = E'a\\:b';",
            "mysql" => "set @n = 41;\ncreate procedure p() begin declare i int default 1; if i > 0 then insert into a values (@n + i); end if; end;\ncall p();\nDELIMITER //\ncreate trigger t before insert on a for each row begin set new.x = new.x; end//\nDELIMITER ;\ninsert into a values (1);",
            _ => "create trigger t after insert on a when new.x = 41 begin update a set x = 42 where x = 41; end;\ninsert into a values (41);\ninsert into a values (1);",
        });

        await UpAsync();

        Assert.Equal([1L, 1L, 42L], await Db.QueryAsync<long>($"select x from a order by x", Token));
    }

    [Fact]
    public async Task A_placeholder_has_a_value_or_is_switched_off()
    {
        Write("1_a.sql", "create table ${table} (x int);");
        await FailsAsync(MigrationFailure.RolledBack, static o => o.UsesPlaceholders = false);

        foreach (var values in new Dictionary<string, string>?[] { null, new(StringComparer.Ordinal), new(StringComparer.Ordinal) { ["other"] = "x" } })
        {
            var error = await FailsAsync(MigrationFailure.Validation, o => o.Placeholders = values);
            Assert.Contains("1_a.sql:1: no value is set for the placeholder ${table}. Set it with --set table=VALUE", error.Message, StringComparison.Ordinal);
            Assert.Contains("--no-placeholders", error.Message, StringComparison.Ordinal);
        }

        await UpAsync(static o => o.Placeholders = new Dictionary<string, string>(StringComparer.Ordinal) { ["table"] = "named" });
        Assert.True(await HasTableAsync("named"));

        // Text that only looks like one is its own value.
        Write("2_b.sql", "create table texts (x varchar(20));\ninsert into texts values ('${name}');");
        await UpAsync(static o => o.Placeholders = new Dictionary<string, string>(StringComparer.Ordinal) { ["table"] = "named", ["name"] = "${name}" });
        Assert.Equal(["${name}"], await Db.QueryAsync<string>($"select x from texts", Token), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Migrations_are_undone_by_their_way_back()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("1_a.down.sql", "drop table a;");
        Write("2_b.sql", "create table b (x int); create table c (x int);");
        Write("2_b.down.sql", "drop table b; drop table c;");
        Write("3_c.sql", "insert into b values (1);");
        await UpAsync();

        var error = await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().DownAsync(cancellationToken: Token).AsTask());
        Assert.Contains("3_c.down.sql", error.Message, StringComparison.Ordinal);

        Write("3_c.down.sql", "delete from b;");
        Assert.Equal(["3_c"], (await NewMigrator().DownAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.Equal(["2_b", "1_a"], (await NewMigrator().DownAsync(to: 0, cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.False(await HasTableAsync("a"));
        Assert.Equal(0, await CountAsync("dataaccess_migrations"));
        Assert.Equal(3, (await UpAsync()).Length);
    }

    [Fact]
    public async Task A_baseline_takes_files_as_applied()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("2_b.sql", "create table b (x int);");
        await RunAsync("create table a (x int)");

        await NewMigrator().BaselineAsync(1, Token);

        Assert.Equal(["2_b"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal([MigrationState.Baseline, MigrationState.Applied], await StatesAsync());
        await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().BaselineAsync(2, Token).AsTask());
    }
}
