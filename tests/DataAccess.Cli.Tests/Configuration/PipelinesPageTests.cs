using System.Text.RegularExpressions;
using DataAccess.Cli.Configuration;
using DataAccess.Cli.Terminal;
using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Configuration;

/// <summary>The page about pipelines lists what a file may say, and its snippets call commands that exist.</summary>
public sealed partial class PipelinesPageTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "pipelines.md"));

    [Fact]
    public void The_page_lists_every_key_once()
    {
        var listed = Page.Split('\n')
            .SkipWhile(static line => line != "| key | value | used by |").Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(static line => Name().Matches(line.Split('|')[1]).Select(static match => match.Groups["name"].Value));

        Assert.Equal(Parsed.Keys.Names.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_command_of_a_snippet_exists()
    {
        var root = CliApplication.Commands(new CliConsole(static () => Stream.Null, TextWriter.Null, TextWriter.Null, IsTerminal: false, TimeProvider.System));
        new ConfigurationOptions().AddTo(root);
        var commands = Command().Matches(Page).Select(static match => match.Groups["arguments"].Value.Replace(",", "", StringComparison.Ordinal)).ToList();

        Assert.InRange(commands.Count, 12, int.MaxValue);
        Assert.All(commands, command => Assert.DoesNotContain(
            root.Parse(command.Split(' ')).Errors.Select(static error => error.Message),
            static message => !message.StartsWith("Specify the database", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`(?<name>\\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    /// <summary>A step of a pipeline, or the arguments of a container.</summary>
    [GeneratedRegex(@"^ +(- (run: )?dataaccess (?<arguments>.+)|args: \[(?<arguments>.+)\])$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
