using System.Data.Common;
using DataAccess.Conformance;

namespace DataAccess.Benchmarks;

/// <summary>
/// A thousand small migrations, and the database they go into: of ten, two make a table, one adds a column, one an index, and
/// six change a few rows.
/// </summary>
internal sealed class MigrationTarget(TestEngine host) : IAsyncDisposable
{
    public const int Count = 1_000;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("dataaccess-bench-");
    private string? _url;

    /// <summary>The connection string of the database as it is now.</summary>
    public string Url => _url ?? throw new InvalidOperationException("There is no database yet.");

    /// <summary>The files as <c>0001_step.sql</c>.</summary>
    public string Folder => Path.Combine(_root.FullName, "files");

    /// <summary>The same texts as <c>V0001__step.sql</c>.</summary>
    public string EvolveFolder => Path.Combine(_root.FullName, "evolve");

    public Database Open() => host.Open(Url);

    /// <summary>An empty database in place of the one before.</summary>
    public async Task RenewAsync()
    {
        Write();
        await DropAsync();
        var url = await host.CreateDatabaseAsync();

        // Nobody may leave a session behind that the next one waits for, or finds ready.
        _url = new DbConnectionStringBuilder { ConnectionString = url, ["Pooling"] = "true" }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _root.Delete(recursive: true);
    }

    private async Task DropAsync()
    {
        if (_url is not null)
        {
            await host.DropDatabaseAsync(_url);
        }
    }

    private void Write()
    {
        if (Directory.Exists(Folder))
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(EvolveFolder);
        for (var i = 1; i <= Count; i++)
        {
            File.WriteAllText(Path.Combine(Folder, $"{i:0000}_step.sql"), Text(i));
            File.WriteAllText(Path.Combine(EvolveFolder, $"V{i:0000}__step.sql"), Text(i));
        }
    }

    private static string Text(int i)
    {
        var table = $"t{(i - 1) / 10:000}";
        return ((i - 1) % 10) switch
        {
            0 => $"create table {table} (id int primary key, name varchar(50) not null);\n",
            1 => $"create table {table}_notes (id int primary key, note varchar(50));\n",
            2 => $"alter table {table} add column amount int not null default 0;\n",
            3 => $"create index {table}_name on {table} (name);\n",
            _ => $"insert into {table} (id, name, amount) values ({i}, 'row {i}', {i * 3});\n",
        };
    }
}
