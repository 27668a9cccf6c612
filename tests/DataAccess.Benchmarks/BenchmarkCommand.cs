using System.CommandLine;

namespace DataAccess.Benchmarks;

/// <summary>The program's arguments.</summary>
internal static class BenchmarkCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "Short rounds; leaves out what takes minutes." };

    private static readonly Option<string[]> Engine = new("--engine")
    {
        Description = $"Only this engine, one of {string.Join(", ", BenchmarkEngine.Names)}. May be given again. Default: all but mariadb.",
    };

    private static readonly Option<string[]> Work = new("--work")
    {
        Description = $"Only this work, one of {string.Join(", ", WorkList.Ids)}. May be given again.",
    };

    private static readonly Option<string[]> Contender = new("--contender")
    {
        Description = "Only this contender, beside handwritten. May be given again.",
    };

    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Write the figures into this file." };

    private static readonly Option<bool> Allocations = new("--allocations")
    {
        Description = "Also sample what is allocated, by type, in a round of its own.",
    };

    public static RootCommand Create()
    {
        Engine.AcceptOnlyFromAmong(BenchmarkEngine.Names);
        Work.AcceptOnlyFromAmong([.. WorkList.Ids]);
        var root = new RootCommand("Measures DataAccess beside hand-written ADO.NET, Dapper, linq2db, EF Core, DbUp, Evolve and FluentMigrator.")
        {
            Quick, Engine, Work, Contender, Json, Allocations,
        };
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var options = new BenchmarkOptions(
            arguments.GetValue(Quick),
            arguments.GetValue(Engine) ?? [],
            arguments.GetValue(Work) ?? [],
            arguments.GetValue(Contender) ?? [],
            arguments.GetValue(Json),
            arguments.GetValue(Allocations));
        try
        {
            var figures = await new BenchmarkRun(options, cancellationToken).RunAsync();
            FigureTable.Write(figures);
            if (options.Json is { } file)
            {
                await FigureJson.WriteAsync(file, figures);
                Console.WriteLine($"{figures.Count} figures written to {file.FullName}");
            }

            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
        finally
        {
            await Conformance.ServerEngine.StopAllAsync();
        }
    }
}
