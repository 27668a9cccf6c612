using CsCheck;

namespace DataAccess.Conformance;

/// <summary>SQLite on a file in the temporary folder.</summary>
public sealed class SqliteEngine : TestEngine
{
    /// <summary>Decimals that SQLite keeps as a number: whole ones, and those of 15 digits.</summary>
    public override Gen<decimal> Amounts { get; } = Gen.Frequency(
        (3, Gen.Select(Gen.Long[-999_999_999_999_999, 999_999_999_999_999], Gen.Int[0, 15], static (digits, scale) => digits / (decimal)Math.Pow(10, scale))),
        (1, Gen.Long.Select(static whole => (decimal)whole)),
        (2, TestGen.OneOf(0m, -0.01m, 1.50m, 9m, 10m, 84.3m, 100m, 0.123456789012345m, long.MaxValue, long.MinValue)));

    public override string Name => "SQLite";

    public override ValueTask<string> CreateDatabaseAsync()
        => new($"sqlite:{Path.Combine(Path.GetTempPath(), $"dataaccess-{Guid.NewGuid():N}.db")}");

    public override ValueTask DropDatabaseAsync(string connectionString)
    {
        var file = connectionString["sqlite:".Length..];
        foreach (var name in new[] { file, file + "-wal", file + "-shm", file + ".migrate-lock" }.Concat(Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".lock-*")))
        {
            File.Delete(name);
        }

        return default;
    }
}
