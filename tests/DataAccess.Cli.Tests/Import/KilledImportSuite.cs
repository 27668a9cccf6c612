using System.Diagnostics;
using System.Text.RegularExpressions;
using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Import;

/// <summary>A killed import leaves whole, committed rows.</summary>
public abstract partial class KilledImportSuite(TestEngine engine) : EngineImportFixture(engine)
{
    [Fact(Timeout = 120_000)]
    public async Task A_killed_import_leaves_only_whole_rows_and_no_fewer_than_last_reported()
    {
        await ExecuteAsync("create table t (a integer not null, b varchar(40) not null, c integer not null)");
        using var import = Start();
        var feeding = FeedAsync(import.StandardInput);
        var said = 0L;
        try
        {
            while (said == 0)
            {
                said = CommittedIn(await import.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            }
        }
        finally
        {
            import.Kill();
        }

        var rest = await import.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        said = rest.Split('\n').Aggregate(said, (last, line) => Math.Max(last, CommittedIn(line)));
        await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<IOException>(() => feeding);

        Assert.InRange(await CountAsync("t"), said, long.MaxValue);
        Assert.Equal([0L], await QueryAsync<long>("select count(*) from t where c <> a * 3 or b not like 'row %'"));
        Assert.Equal(await CountAsync("t"), (await QueryAsync<long>("select count(distinct a) from t"))[0]);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll"), "import", "-", "--into", "t", "--url", Url, "--rejects", RejectsPath },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Endless rows, so that the import can only be killed in the middle.</summary>
    private static async Task FeedAsync(StreamWriter input)
    {
        await input.WriteAsync("a,b,c\n");
        for (var i = 0L; ; i++)
        {
            await input.WriteAsync($"{i},row {i},{i * 3}\n");
        }
    }

    private static long CommittedIn(string? line)
        => line is null ? throw new InvalidOperationException("The import ended by itself.")
        : Committed().Match(line) is { Success: true } match ? long.Parse(match.Groups["count"].ValueSpan, null)
        : 0;

    [GeneratedRegex("(?<count>[0-9]+) committed", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Committed();
}
