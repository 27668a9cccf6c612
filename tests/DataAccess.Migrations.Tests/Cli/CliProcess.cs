using System.Diagnostics;

namespace DataAccess.Migrations.Tests.Cli;

/// <summary>The dataaccess command in a process of its own.</summary>
internal sealed record CliProcess(int ExitCode, string Out, string Error)
{
    public static Task<CliProcess> MigrateAsync(params string[] arguments) => RunAsync(["migrate", .. arguments]);

    public static async Task<CliProcess> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliProcess(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
