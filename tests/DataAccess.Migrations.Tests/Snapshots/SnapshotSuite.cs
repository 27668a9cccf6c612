using DataAccess.Conformance;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Snapshots;

/// <summary>What snapshots of a schema do on every engine.</summary>
public abstract class SnapshotSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A schema with one of each kind of object that the engine has.</summary>
    protected abstract string Everything { get; }

    /// <summary>What the snapshot of that has to mention.</summary>
    protected abstract IReadOnlyList<string> Mentioned { get; }

    private SqlFlavour Flavour => EngineRegistry.Find(Db.Provider).Flavour;

    [Fact]
    public async Task A_restored_snapshot_gives_the_same_text()
    {
        await ScriptAsync(Db, Everything);
        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);
        await ScriptAsync(Db, "select 1");
        Assert.Equal(text, await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token));

        var url = await Engine.CreateDatabaseAsync();
        try
        {
            await using var other = Engine.Open(url);
            await ScriptAsync(other, text);
            Assert.Equal(text, await SchemaSnapshot.ReadAsync(other, cancellationToken: Token));
        }
        finally
        {
            await Engine.DropDatabaseAsync(url);
        }

        Assert.All(Mentioned, piece => Assert.Contains(piece, text, StringComparison.OrdinalIgnoreCase));
        Assert.Empty(await SchemaSnapshot.CompareAsync(Db, text, cancellationToken: Token));
    }

    [Fact]
    public async Task What_was_added_removed_and_changed_is_listed()
    {
        await ScriptAsync(Db, "create table a (n int); create table b (n int); create table c (n int); create index b_n on b (n);");
        var text = await SchemaSnapshot.ReadAsync(Db, cancellationToken: Token);
        await ScriptAsync(Db, "drop table a; alter table b add column extra int; create table d (n int);");

        var differences = await SchemaSnapshot.CompareAsync(Db, text, cancellationToken: Token);

        Assert.Equal([SchemaChange.Removed, SchemaChange.Changed, SchemaChange.Added], differences.Select(static d => d.Change));
        Assert.Equal(3, differences.Count);
        Assert.Contains(differences[1].Found, static line => line.Contains("extra", StringComparison.Ordinal));
        Assert.Empty(differences[2].Expected);
        Assert.Empty(differences[0].Found);
    }

    private static List<string> Split(string script, SqlFlavour flavour) => SqlSplitter.Split(script, flavour).Select(static s => s.Text).ToList();

    protected async Task ScriptAsync(Database database, string script)
    {
        await using var connection = await database.Connections.OpenDedicatedAsync(Token);
        foreach (var statement in Split(script, Flavour))
        {
            try
            {
                await connection.ExecuteAsync(SqlStatement.Script(statement), Token);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{exception.Message}\n{statement}", exception);
            }
        }
    }
}
