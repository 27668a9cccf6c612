namespace DataAccess.Conformance;

/// <summary>SQLite on a file in the temporary folder.</summary>
public sealed class SqliteEngine : TestEngine
{
    public override string Name => "SQLite";

    public override ValueTask<string> CreateDatabaseAsync()
        => new($"sqlite:{Path.Combine(Path.GetTempPath(), $"dataaccess-{Guid.NewGuid():N}.db")}");

    public override ValueTask DropDatabaseAsync(string connectionString)
    {
        var file = connectionString["sqlite:".Length..];
        foreach (var name in new[] { file, file + "-wal", file + "-shm" })
        {
            File.Delete(name);
        }

        return default;
    }
}
