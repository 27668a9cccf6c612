using System.CommandLine;
using DataAccess.Conformance;
using DataAccess.ServiceLoad.Load;
using DataAccess.ServiceLoad.Peers;
using DataAccess.ServiceLoad.Report;

if (args is ["serve", var peer, .. var rest])
{
    await PeerService.RunAsync(peer, Environment.GetEnvironmentVariable("SERVICE_LOAD_URL") ?? throw new InvalidOperationException("SERVICE_LOAD_URL is not set."), rest);
    return 0;
}

var callers = new Option<int>("--callers") { Description = "Callers at once. Default 64.", DefaultValueFactory = static _ => 64 };
var rounds = new Option<int>("--rounds") { Description = "Rounds of each service with each request, interleaved. Default 5.", DefaultValueFactory = static _ => 5 };
var seconds = new Option<double>("--seconds") { Description = "Seconds of a round. Default 3.", DefaultValueFactory = static _ => 3 };
var json = new Option<FileInfo?>("--json") { Description = "Write the figures into this file." };
var plots = new Option<DirectoryInfo?>("--plots") { Description = "Draw the figures into this folder." };
var only = new Option<string?>("--only") { Description = "Only requests whose name contains this text, such as \"PUT\"." };
var root = new RootCommand("Loads the service of samples/Service, and the same service on Dapper and EF Core, on PostgreSQL.") { callers, rounds, seconds, only, json, plots };
root.SetAction(async (result, ct) =>
{
    var engine = new PostgreSqlEngine();
    var url = await engine.CreateDatabaseAsync();
    try
    {
        var run = new LoadRun(url, result.GetValue(callers), result.GetValue(rounds), TimeSpan.FromSeconds(result.GetValue(seconds)), result.GetValue(only) ?? "", Console.Error.WriteLine);
        var figures = await run.RunAsync(ct);
        Console.WriteLine(FigureReport.Markdown(figures));
        if (result.GetValue(json) is { } file)
        {
            await FigureReport.WriteJsonAsync(figures, file.FullName, ct);
        }

        if (result.GetValue(plots) is { } folder)
        {
            FigureReport.Draw(figures, folder.FullName);
        }

        return 0;
    }
    finally
    {
        await engine.DropDatabaseAsync(url);
    }
});
return await root.Parse(args).InvokeAsync();
