using Spectre.Console;

namespace DataAccess.Cli.Terminal;

/// <summary>Spectre over a command's console.</summary>
internal static class SpectreOutput
{
    // Keeps tables from being wrapped where the width of the window is unknown.
    private const int WidthOfFile = 120;

    public static IAnsiConsole For(CliConsole console)
    {
        var output = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(console.Out),
            Ansi = console.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = console.IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!console.IsTerminal)
        {
            output.Profile.Width = WidthOfFile;
        }

        return output;
    }
}
