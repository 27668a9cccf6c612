namespace DataAccess.Cli.Terminal;

/// <summary>A command's input and output.</summary>
/// <param name="OpenInput">Opens the standard input.</param>
/// <param name="Out">Results and progress.</param>
/// <param name="Error">Errors.</param>
/// <param name="IsTerminal">Whether <paramref name="Out"/> is a terminal, which shows colours and progress bars.</param>
/// <param name="Time">The clock.</param>
internal sealed record CliConsole(Func<Stream> OpenInput, TextWriter Out, TextWriter Error, bool IsTerminal, TimeProvider Time)
{
    /// <summary>The process's own console.</summary>
    public static CliConsole System() => new(Console.OpenStandardInput, Console.Out, Console.Error, !Console.IsOutputRedirected, TimeProvider.System);
}
