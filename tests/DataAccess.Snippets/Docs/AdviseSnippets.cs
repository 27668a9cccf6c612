using DataAccess.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Snippets.Docs;

/// <summary>docs/advise.md</summary>
internal static class AdviseSnippets
{
    public static void Warn(Database db, TextWriter log)
    {
        PoolReport report = db.Connections.Report();    // the last minute
        foreach (Finding finding in report.Findings)
        {
            log.WriteLine(finding);
        }
    }

    public static TimeSpan WithSix(PoolReport report) => (report.Load with { Connections = 6 }).WaitAt(0.95);

    public static void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataAccess(configuration.GetSection("DataAccess"));
        services.AddAdvice(every: TimeSpan.FromMinutes(1));    // optional; a minute is the default
    }
}
