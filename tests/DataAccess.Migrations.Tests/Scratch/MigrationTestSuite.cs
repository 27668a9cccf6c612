using DataAccess.Conformance;
using DataAccess.Migrations.Scratch;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Scratch;

/// <summary>What <c>migrate test</c> finds on every engine.</summary>
public abstract class MigrationTestSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private readonly TemporaryFolder _folder = new();

    protected override void TearDown() => _folder.Dispose();

    [Fact]
    public async Task Files_whose_down_takes_back_what_they_did_pass_and_the_database_is_left_alone()
    {
        _folder.Write("1_a.sql", "create table a (id int not null, primary key (id));");
        _folder.Write("1_a.down.sql", "drop table a;");
        _folder.Write("2_b.sql", "alter table a add column n int; create index a_n on a (n);");
        _folder.Write("2_b.down.sql", Db.Provider.SystemName == "mysql" ? "drop index a_n on a; alter table a drop column n;" : "drop index a_n; alter table a drop column n;");
        _folder.Write("3_c.sql", "insert into a (id) values (1);");
        _folder.Write("repeatable/v.sql", Db.Provider.IsSynchronous ? "drop view if exists v; create view v as select id from a;" : "create or replace view v as select id from a;");

        var tested = await TestAsync();

        Assert.Equal([("1_a", true), ("2_b", true), ("3_c", false), ("repeatable/v", false)], tested.Select(static t => (t.Name, t.HasDown)));
        Assert.All(tested, static t => Assert.True(t.IsPassed, $"{t.Name}: {t.Problem}"));
        Assert.Empty((await Db.DescribeTableAsync(new Mapping.TableName("a"), Token)));
        Assert.Empty((await Db.DescribeTableAsync(new Mapping.TableName("dataaccess_migrations"), Token)));
    }

    [Fact]
    public async Task What_no_comparison_shows_is_named()
    {
        var unkept = Db.Provider.IsSynchronous ? "pragma user_version = 7" : Db.Provider.SystemName == "postgresql" ? "revoke all on table a from public" : "alter table a auto_increment = 1000";
        _folder.Write("1_a.sql", "create table a (id int);\n" + unkept + ";");
        _folder.Write("1_a.down.sql", "drop table a;");

        var tested = Assert.Single(await TestAsync());

        Assert.True(tested.IsPassed);
        Assert.Equal([$"1_a.sql:2: {unkept}"], tested.NotCompared);
    }

    [Fact]
    public async Task A_down_that_leaves_something_fails_with_what_it_left()
    {
        _folder.Write("1_a.sql", "create table a (id int); create table extra (id int);");
        _folder.Write("1_a.down.sql", "drop table a;");
        _folder.Write("2_b.sql", "create table b (id int);");

        var tested = await TestAsync();

        var failed = Assert.Single(tested);
        Assert.False(failed.IsPassed);
        Assert.Equal(SchemaChange.Added, Assert.Single(failed.Differences).Change);
        Assert.Contains("extra", failed.Differences[0].Name, StringComparison.Ordinal);
        Assert.StartsWith("When it was undone, the schema was not as before", failed.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_down_that_changes_something_else_fails_and_the_later_files_are_still_tested()
    {
        _folder.Write("1_a.sql", "create table a (id int); create table b (id int);");
        _folder.Write("2_b.sql", "create table c (id int);");
        _folder.Write("2_b.down.sql", "drop table c; create index b_id on b (id);");
        _folder.Write("3_c.sql", "create table d (id int);");
        _folder.Write("3_c.down.sql", "drop table d;");

        var tested = await TestAsync();

        Assert.Equal([("1_a", true), ("2_b", false), ("3_c", true), ("all", false)], tested.Select(static t => (t.Name, t.IsPassed)));
        Assert.Contains("b_id", string.Join('\n', tested[3].Differences.SelectMany(static d => d.Found).Concat(tested[3].Differences.Select(static d => d.Name))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_run_ends_the_test()
    {
        _folder.Write("1_a.sql", "create table a (id int);");
        _folder.Write("2_b.sql", "nonsense;");
        _folder.Write("3_c.sql", "create table c (id int);");

        var tested = await TestAsync();

        Assert.Equal([true, false], tested.Select(static t => t.IsPassed));
        Assert.StartsWith("2_b.sql:1:", tested[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scratch_database_is_gone_when_its_work_was_cancelled()
    {
        string? url = null;
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await using var scratch = await ScratchDatabase.CreateAsync(Db, ConnectionString, "scratch", cancel.Token);
            await scratch.Database.ExecuteAsync($"create table a (id int)", cancel.Token);
            url = await FindAsync(scratch.Database);
            Assert.Equal(1, await CountScratchAsync(url));
            await cancel.CancelAsync();
            await scratch.Database.ExecuteAsync($"create table b (id int)", cancel.Token);
        });

        Assert.Equal(0, await CountScratchAsync(url!));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ScratchDatabase.CreateAsync(Db, ConnectionString, "scratch", cancel.Token));
    }

    /// <summary>The name of a database, or its file.</summary>
    protected virtual async Task<string> FindAsync(Database database) => await database.QuerySingleAsync<string>($"select database()", Token);

    /// <summary>How many databases have the name.</summary>
    protected virtual async Task<long> CountScratchAsync(string name)
        => await Db.QuerySingleAsync<long>($"select count(*) from information_schema.schemata where schema_name = {name}", Token);

    protected void Write(string name, string text) => _folder.Write(name, text);

    private protected Task<IReadOnlyList<TestedMigration>> TestAsync() => new MigrationTester(Db, ConnectionString, new MigrationOptions { Directory = _folder.Path }).RunAsync(Token);
}
