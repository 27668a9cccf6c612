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

    private static readonly Option<Version?> Release = new("--release")
    {
        Description = "Measure everything, and keep the figures as this release's, such as 0.2.0, in docs/benchmarks; draw its plots anew.",
        CustomParser = static argument =>
        {
            if (!Version.TryParse(argument.Tokens[0].Value, out var version))
            {
                argument.AddError($"'{argument.Tokens[0].Value}' is not a version such as 0.2.0.");
            }

            return version;
        },
    };

    private static readonly Option<bool> Plots = new("--plots") { Description = "Measure nothing; draw the plots of docs/benchmarks anew." };

    private static readonly Option<bool> Parts = new("--parts") { Description = "Measure only the parts that are written by hand, compared with libraries." };

    private static readonly Option<bool> PoolGridCorners = new("--pool-grid") { Description = "Measure only the pool's size: the elastic one beside fixed ones and Dapper's, where the best sizes are furthest apart." };

    private static readonly Option<bool> WholePoolGrid = new("--pool-grid-all") { Description = "As --pool-grid, in all cells, which takes an hour for an engine." };

    public static RootCommand Create()
    {
        Engine.AcceptOnlyFromAmong(BenchmarkEngine.Names);
        Work.AcceptOnlyFromAmong([.. WorkList.Ids]);
        var root = new RootCommand("Measures DataAccess beside hand-written ADO.NET, Dapper, linq2db, EF Core, DbUp, Evolve and FluentMigrator.")
        {
            Quick, Engine, Work, Contender, Json, Allocations, Release, Plots, Parts, PoolGridCorners, WholePoolGrid,
        };
        root.Validators.Add(static result =>
        {
            if (result.GetResult(Release) is not null && (result.GetResult(Engine) ?? result.GetResult(Work) ?? result.GetResult(Contender)) is not null)
            {
                result.AddError("--release measures everything; leave out --engine, --work and --contender.");
            }
        });
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(Plots))
        {
            DrawPlots();
            return 0;
        }

        if (arguments.GetValue(Parts))
        {
            await PartList.WriteAsync(Console.Out, cancellationToken);
            return 0;
        }

        if (arguments.GetValue(PoolGridCorners) || arguments.GetValue(WholePoolGrid))
        {
            return await RunPoolGridAsync(arguments, cancellationToken);
        }

        var options = new BenchmarkOptions(
            arguments.GetValue(Quick),
            arguments.GetValue(Engine) ?? [],
            arguments.GetValue(Work) ?? [],
            arguments.GetValue(Contender) ?? [],
            arguments.GetValue(Json),
            arguments.GetValue(Allocations));
        try
        {
            var run = new BenchmarkRun(options, cancellationToken);
            var figures = await run.RunAsync();
            FigureTable.Write(figures);
            if (options.Json is { } file)
            {
                await FigureJson.WriteAsync(file, figures);
                Console.WriteLine($"{figures.Count} figures written to {file.FullName}");
            }

            if (arguments.GetValue(Release) is { } version)
            {
                var release = ReleaseHistory.Of(version, options, run.Servers, figures);
                Console.WriteLine($"written: {ReleaseHistory.Write(release)}");
                DrawPlots();
                Console.WriteLine("The rows for docs/benchmarks.md:");
                FigureMarkdown.Write(release.Figures);
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

    private static async Task<int> RunPoolGridAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in arguments.GetValue(Engine) is { Length: > 0 } named ? named : ["postgresql", "mysql"])
            {
                await using var engine = await BenchmarkEngine.OpenAsync(name);
                var cells = arguments.GetValue(WholePoolGrid) ? PoolCell.All : PoolCell.Corners;
                await new PoolGrid(name, PoolServer.For(name, engine.Url), Console.Out).RunAsync(cells, cancellationToken);
            }

            return 0;
        }
        finally
        {
            await Conformance.ServerEngine.StopAllAsync();
        }
    }

    private static void DrawPlots()
    {
        foreach (var file in ReleasePlots.Draw(ReleaseHistory.Read()))
        {
            Console.WriteLine($"drawn: {file}");
        }
    }
}
