using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Tests.Import;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Runs the program in this process.</summary>
    public static Task<CliRun> OfAsync(params string[] arguments) => OfAsync(new MemoryStream(), arguments, TestContext.Current.CancellationToken);

    public static async Task<CliRun> OfAsync(Stream input, string[] arguments, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new CliConsole(() => input, output, error, IsTerminal: false, TimeProvider.System);
        var exitCode = await CliApplication.RunAsync(arguments, console, cancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
