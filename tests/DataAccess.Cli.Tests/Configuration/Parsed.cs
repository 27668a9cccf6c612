using DataAccess.Cli.Configuration;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Tests.Configuration;

/// <summary>A file of the tests, checked against the commands of the tool.</summary>
internal static class Parsed
{
    public static ConfigurationKeys Keys { get; }
        = ConfigurationKeys.Of(CliApplication.Commands(new CliConsole(static () => Stream.Null, TextWriter.Null, TextWriter.Null, IsTerminal: false, TimeProvider.System)));

    public static ConfigurationFile File(string text) => ConfigurationFile.Parse("d.json", System.Text.Encoding.UTF8.GetBytes(text), Keys);
}
