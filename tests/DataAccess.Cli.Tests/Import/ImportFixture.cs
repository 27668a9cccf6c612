using System.Text;
using DataAccess.Cli.Tests.Reading;

namespace DataAccess.Cli.Tests.Import;

/// <summary>A directory of its own with a SQLite database in it.</summary>
public abstract class ImportFixture : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("dataaccess-cli-").FullName;

    protected virtual string Url => "sqlite:" + PathOf("test.db");

    protected string RejectsPath => PathOf("rejects.csv");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(Folder, name);

    protected string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    protected string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>Imports into the fixture's database, with its rejects file.</summary>
    internal Task<CliRun> ImportAsync(string file, string table, params string[] more)
        => CliRun.OfAsync(["import", file, "--into", table, "--url", Url, "--rejects", RejectsPath, .. more]);

    internal Task<CliRun> ImportAsync(Stream input, string table, string[] more, CancellationToken cancellationToken)
        => CliRun.OfAsync(input, ["import", "-", "--into", table, "--url", Url, "--rejects", RejectsPath, .. more], cancellationToken);

    protected async Task ExecuteAsync(string sql)
    {
        await using var database = Database.Open(Url);
        await database.ExecuteAsync(SqlStatement.Raw(sql), TestContext.Current.CancellationToken);
    }

    protected async Task<IReadOnlyList<T>> QueryAsync<T>(string sql)
    {
        await using var database = Database.Open(Url);
        return await database.QueryAsync<T>(SqlStatement.Raw(sql), TestContext.Current.CancellationToken);
    }

    protected async Task<long> CountAsync(string table) => (await QueryAsync<long>($"select count(*) from {table}"))[0];

    /// <summary>The rejects file, read with the program's own reader: line, column, reason, record.</summary>
    protected async Task<List<string?[]>> RejectsAsync()
    {
        var bytes = await File.ReadAllBytesAsync(RejectsPath, TestContext.Current.CancellationToken);
        Assert.StartsWith("line,column,reason,record\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        return [.. (await ReadRecord.AllOfCsvAsync(bytes)).Select(r => r.Values!)];
    }
}
