using System.Diagnostics;

namespace DataAccess.Migrations.Tests.Cli;

/// <summary>A process that has ended: the dataaccess command, or another.</summary>
internal sealed record CliProcess(int ExitCode, string Out, string Error)
{
    public static Task<CliProcess> MigrateAsync(params string[] arguments) => RunAsync(["migrate", .. arguments]);

    public static Task<CliProcess> RunAsync(params string[] arguments) => EndAsync(Start(arguments));

    /// <summary>Starts the dataaccess command.</summary>
    public static Process Start(params string[] arguments)
        => Process.Start(StartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DataAccess.Cli.dll"), .. arguments]))!;

    /// <summary>Runs any program.</summary>
    public static Task<CliProcess> RunProgramAsync(string program, string folder, params string[] arguments)
    {
        var start = StartInfo(program, arguments);
        start.WorkingDirectory = folder;

        // Where a program of its own looks for the runtime, which need not be in the usual place.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return EndAsync(Process.Start(start)!);
    }

    private static async Task<CliProcess> EndAsync(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new CliProcess(process.ExitCode, await output, await error);
        }
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
        => new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}
