using CsCheck;
using DataAccess.Conformance;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Scratch;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Diffing;

/// <summary>What the difference of two schemas does on every engine.</summary>
public abstract partial class DiffSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Column types of the engine, with a default of each.</summary>
    protected abstract IReadOnlyList<(string Type, string Default)> Types { get; }

    /// <summary>A schema with one of each kind of object that the engine has.</summary>
    protected abstract string Everything { get; }

    /// <summary>What follows the type of a generated column.</summary>
    protected virtual string Generated => "generated always as (id * {0}) stored";

    private bool IsSqlite => Db.Provider.IsSynchronous;

    [Fact]
    public Task Any_schema_becomes_any_other()
        => Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[0, int.MaxValue - 1]).SampleAsync(
            async (first, second) =>
            {
                var from = new RandomSchema(new Random(first), Types, Generated, IsSqlite).Write();
                var to = new RandomSchema(new Random(second), Types, Generated, IsSqlite).Write();
                try
                {
                    var result = await DiffAsync(from, to, drops: true);
                    Assert.True(result.Left.Count == 0, Shown(result.Left));
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"{exception.Message}\nfrom\n{from}\nto\n{to}", exception);
                }
            },
            iter: Engine.Name == "SQLite" ? 60 : 12,
            threads: 1);

    [Fact]
    public async Task Every_kind_of_object_is_made_and_removed()
    {
        const string Nothing = "create table kept (n int);";
        var made = await DiffAsync(Nothing, Everything + Nothing, drops: true);
        Assert.Equal("", Shown(made.Left));
        var removed = await DiffAsync(Everything + Nothing, Nothing, drops: true);
        Assert.Equal("", Shown(removed.Left));
        Assert.Empty((await DiffAsync(Everything, Everything, drops: true)).Statements);
    }

    /// <summary>Scripts of schemas with the same objects, each of which differs from the next.</summary>
    protected abstract IReadOnlyList<string> Changes { get; }

    [Fact]
    public async Task Each_change_leads_there_and_back()
    {
        var failed = new List<string>();
        for (var i = 0; i + 1 < Changes.Count; i++)
        {
            foreach (var (from, to) in new[] { (Changes[i], Changes[i + 1]), (Changes[i + 1], Changes[i]) })
            {
                try
                {
                    var left = Shown((await DiffAsync(from, to, drops: true)).Left);
                    failed.AddRange(left.Length == 0 ? [] : [$"{from}\n->\n{to}\n:{left}"]);
                }
                catch (MigrationException exception)
                {
                    failed.Add($"{from}\n->\n{to}\n:{exception.Message}");
                }
            }
        }

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    [Fact]
    public async Task The_file_that_is_written_makes_the_wished_schema_and_keeps_the_rows()
    {
        const string Before = "create table item (id int not null, name varchar(20), total int, primary key (id)); create index by_name on item (name); create table gone (x int);";
        const string After = "create table item (id int not null, label varchar(20), total bigint not null default 0, more varchar(5) default 'a''b', primary key (id)); create index by_label on item (label); create table fresh (y int);";
        using var folder = new TemporaryFolder();
        folder.Write("1_first.sql", Before);
        folder.Write("2_rows.sql", "insert into item values (1, 'one', 5);");
        var migrator = new Migrator(Db, new MigrationOptions { Directory = folder.Path });
        await migrator.UpAsync(cancellationToken: Token);
        var answers = new DiffAnswers();
        answers.Renames["item.name"] = "item.label";

        await using (var differ = await OpenAsync(Before, After))
        {
            // Two tables without a column in common are not taken for one.
            var result = await differ.PlanAsync(answers, Token);
            Assert.Empty(result.Questions);
            Assert.Empty(result.Left);
            Assert.Equal("gone", Assert.Single(result.Statements, static s => s.Loses is not null).Loses!.Split(' ')[2].Split('.')[^1].Trim('`'));
            folder.Write("3_next.sql", DiffText.Write(result, EngineRegistry.Find(Db.Provider).Diff, "Next."));
        }

        await migrator.UpAsync(cancellationToken: Token);

        Assert.Equal([("one", 5L, "a'b")], await Db.QueryAsync<(string, long, string)>($"select label, total, more from item", Token));
        await using var made = await ScratchDatabase.CreateAsync(Db, ConnectionString, "scratch", Token);
        await ScratchScript.RunAsync(made.Database, After, EngineRegistry.Find(Db.Provider).Flavour, "after", Token);
        Assert.Empty((await SchemaSnapshot.CompareAsync(Db, await SchemaSnapshot.ReadAsync(made.Database, cancellationToken: Token), cancellationToken: Token)).Select(static d => d.Name));
    }

    [Fact]
    public async Task What_may_be_a_rename_is_asked_and_nothing_is_dropped_meanwhile()
    {
        var result = await DiffAsync("create table item (id int, name varchar(20));", "create table item (id int, label varchar(20));", drops: false);

        var question = Assert.Single(result.Questions);
        Assert.Equal(("column", "name", "label"), (question.What, question.Old.Trim('`'), Assert.Single(question.Candidates).Trim('`')));
        Assert.Empty(result.Statements);

        var table = Assert.Single((await DiffAsync("create table item (id int, name varchar(20));", "create table thing (id int, name varchar(20));", drops: false)).Questions);
        Assert.Equal("table", table.What);
    }

    [Fact]
    public async Task A_wished_schema_that_does_not_run_is_named_with_its_line()
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => DiffAsync("create table a (x int);", "create table b (x int);\nnonsense;", drops: true));

        Assert.Equal(MigrationFailure.Validation, error.Failure);
        Assert.StartsWith("schema.sql:2: ", error.Message, StringComparison.Ordinal);
    }

    private static string Shown(IEnumerable<SchemaDifference> differences)
        => string.Join('\n', differences.Select(static d => $"{d.Name}: {string.Join('\n', d.Expected)}\n---\n{string.Join('\n', d.Found)}"));

    private Task<SchemaDiffer> OpenAsync(string from, string to)
        => SchemaDiffer.OpenAsync(
            Db, ConnectionString, new MigrationOptions(), (database, ct) => ScratchScript.RunAsync(database, from, EngineRegistry.Find(Db.Provider).Flavour, "present", ct), to, "schema.sql", Token);

    private protected async Task<DiffResult> DiffAsync(string from, string to, bool drops)
    {
        await using var differ = await OpenAsync(from, to);
        var answers = new DiffAnswers();
        var result = await differ.PlanAsync(answers, Token);
        while (drops && result.Questions.Count > 0)
        {
            answers.Drops.UnionWith(result.Questions.Select(static q => q.Subject));
            result = await differ.PlanAsync(answers, Token);
        }

        return result;
    }
}
