using System.Text;
using System.Text.RegularExpressions;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Snapshots;

/// <summary>A snapshot as a file: each object below a line that names it.</summary>
internal static partial class SnapshotText
{
    /// <summary>The first line of a snapshot's file.</summary>
    public const string Head = "The schema, written by 'dataaccess migrate dump'. Do not edit: change it with a migration.";

    /// <summary>What stands for the SQL of something that the snapshot does not know.</summary>
    public const string NoSql = "-- not known to the snapshot, which compares no more than its name";

    private const string NotKnown = "-- Not known to the snapshot, and not in this file: ";

    /// <param name="content">The schema.</param>
    /// <param name="dialect">The engine.</param>
    /// <param name="head">The first lines, which become comments.</param>
    /// <param name="applied">The names of the applied migrations, in order.</param>
    public static string Write(SchemaContent content, SnapshotDialect dialect, IReadOnlyList<string> head, IReadOnlyList<string> applied)
    {
        var text = new StringBuilder();
        text.Append(string.Concat(head.Select(static line => $"-- {line}\n")));
        text.Append("-- Not in this file: ").Append(dialect.LeftOut).Append(".\n");
        foreach (var unknown in content.Unknown)
        {
            text.Append(NotKnown).Append(OneLine(unknown)).Append(".\n");
        }

        foreach (var statement in dialect.Preamble)
        {
            text.Append('\n').Append(statement).Append(';');
        }

        text.Append(dialect.Preamble.Count > 0 ? "\n" : "");
        foreach (var item in content.Objects.Where(static o => !o.IsGiven || o.Settings.Count > 0))
        {
            text.Append("\n-- [").Append(item.Kind).Append("] ").Append(OneLine(item.Name)).Append('\n');
            if (!item.IsGiven)
            {
                Append(text, item.Create, item.Client);
            }

            foreach (var setting in item.Settings)
            {
                text.Append(Terminated(setting.Set, ";")).Append('\n');
            }
        }

        text.Append(dialect.Postamble.Count > 0 ? "\n" : "").Append(string.Concat(dialect.Postamble.Select(static s => s + ";\n")));
        text.Append(applied.Count > 0 ? "\n" : "").Append(string.Concat(applied.Select(static name => $"-- applied: {name}\n")));
        return text.ToString();
    }

    /// <summary>The objects of a file and their statements, as they are compared, with those that its head names.</summary>
    /// <exception cref="ScriptException">The file is not a script of this engine.</exception>
    public static IReadOnlyDictionary<string, string> Read(string text, SnapshotDialect dialect)
    {
        var objects = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var current = new List<string>();
        foreach (var line in text.Split('\n').TakeWhile(static line => line.StartsWith("--", StringComparison.Ordinal)).Where(static line => line.StartsWith(NotKnown, StringComparison.Ordinal)))
        {
            objects[line.TrimEnd('\r')[NotKnown.Length..^1]] = [NoSql];
        }

        var end = 0;
        foreach (var statement in SqlSplitter.Split(text, dialect.Flavour))
        {
            if (Marker().Matches(text[end..statement.Start]) is [.., var marker])
            {
                current = objects[$"{marker.Groups["kind"].Value} {marker.Groups["name"].Value}"] = [];
            }

            if (dialect.Comparable(statement.Text) is { Length: > 0 } comparable)
            {
                current.Add(comparable);
            }

            end = statement.Start + statement.Text.Length;
        }

        return objects.Where(static o => o.Value.Count > 0).ToDictionary(static o => o.Key, static o => string.Join(";\n", o.Value), StringComparer.Ordinal);
    }

    public static string OneLine(string name) => name.ReplaceLineEndings(" ");

    /// <summary>Adds a statement with what ends it.</summary>
    /// <param name="text">The script.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="client">What a client program needs around it, or null.</param>
    public static void Append(StringBuilder text, string statement, (string Before, string After)? client)
        => text.Append(client?.Before).Append(client is null ? Terminated(statement, ";") : statement).Append(client?.After).Append('\n');

    /// <summary>A statement that ends in a line comment takes its terminator on the next line.</summary>
    private static string Terminated(string statement, string terminator)
        => statement.AsSpan()[(statement.LastIndexOf('\n') + 1)..].Contains("--", StringComparison.Ordinal) ? $"{statement}\n{terminator}" : statement + terminator;

    [GeneratedRegex(@"^-- \[(?<kind>[a-z ]+)\] (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marker();
}
