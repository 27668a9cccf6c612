using DataAccess.Conformance;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Parsing.Generated;

/// <summary>
/// Scripts of the grammar that the server itself reads. The splitter finds exactly the statements that they were made of, and the
/// server, which takes each of them, is left with what they do.
/// </summary>
public abstract class GeneratedScriptSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int Scripts = 12;

    private readonly TemporaryFolder _folder = new();

    private protected abstract GeneratedScript Script(Random random, int first);

    protected override void TearDown() => _folder.Dispose();

    [Fact]
    public void A_script_is_split_into_the_statements_that_it_was_made_of()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            AssertSplit(Made(random, 1), seed);
        }
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task The_server_takes_each_statement_and_has_what_they_do(MigrationTransaction transaction)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await RunAsync("create table log (n int)");
        var next = 1;
        for (var i = 1; i <= Scripts; i++)
        {
            var script = Made(random, next);
            next = script.Next;
            AssertSplit(script, seed);
            _folder.Write(FormattableString.Invariant($"{i}_made.sql"), script.Text);
            try
            {
                await new Migrator(Db, new MigrationOptions { Directory = _folder.Path, AllowNonEmpty = true, Transaction = transaction }).UpAsync(cancellationToken: Token);
            }
            catch (MigrationException exception)
            {
                Assert.Fail($"seed {seed}: {exception.Message}\n{script.Text}");
            }

            var written = await Db.QueryAsync<int>($"select n from log order by n", Token);
            Assert.True(script.Effects.Order().SequenceEqual(written), $"seed {seed}: expected {string.Join(", ", script.Effects.Order())}; found {string.Join(", ", written)}\n{script.Text}");
            await RunAsync("delete from log");
        }
    }

    private GeneratedScript Made(Random random, int first)
    {
        var script = Script(random, first);
        script.Make(8);
        return script;
    }

    private void AssertSplit(GeneratedScript script, int seed)
    {
        IReadOnlyList<string> split;
        try
        {
            split = [.. SqlSplitter.Split(script.Text, EngineRegistry.Find(Db.Provider).Flavour).Select(static s => s.Text)];
        }
        catch (ScriptException exception)
        {
            split = [exception.Message];
        }

        for (var i = 0; i < Math.Max(split.Count, script.Statements.Count); i++)
        {
            var (expected, found) = (script.Statements.ElementAtOrDefault(i), split.ElementAtOrDefault(i));
            Assert.True(expected == found, $"seed {seed}, statement {i}\nmade\n{expected}\nfound\n{found}\nin\n{script.Text}");
        }
    }
}
