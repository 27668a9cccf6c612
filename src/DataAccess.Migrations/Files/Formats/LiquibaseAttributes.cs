using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>The attributes of a change set. One that would change what runs, and cannot be honoured, is reported.</summary>
internal static partial class LiquibaseAttributes
{
    private static readonly string[] Known =
    [
        "runInTransaction", "dbms", "endDelimiter", "rollbackEndDelimiter", "splitStatements", "rollbackSplitStatements", "stripComments", "logicalFilePath", "objectQuotingStrategy", "created",
        "runAlways", "runOnChange", "failOnError", "ignore", "context", "contextFilter", "labels", "runWith", "runWithSpoolFile", "runOrder", "onValidationFail",
    ];

    public static void Read(ForeignFile file, LiquibaseChangeSet set, string attributes)
    {
        var rest = attributes;
        foreach (var attribute in Attribute().Matches(attributes).Cast<Match>())
        {
            var (name, value) = (attribute.Groups["name"].Value, attribute.Groups["value"].Value.Trim('"'));
            rest = rest.Replace(attribute.Value, "", StringComparison.Ordinal);
            set.IsOutsideTransaction |= Is(name, "runInTransaction") && Is(value, "false");
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                file.Report(set.Line, $"has an attribute '{name}' that is not known. Remove it.");
            }
            else if (ProblemOf(file, name, value) is { } problem)
            {
                file.Report(set.Line, $"has {name}:{value}, which cannot be honoured here. {problem}");
            }
        }

        if (rest.Trim() is { Length: > 0 } other)
        {
            file.Report(set.Line, $"has '{other}', which is not an attribute. Write attributes as name:value.");
        }
    }

    private static string? ProblemOf(ForeignFile file, string name, string value) => name.ToLowerInvariant() switch
    {
        "runalways" or "runonchange" when Is(value, "true") => "Move its statements to a file in repeatable/, which runs again whenever it changes.",
        "failonerror" when Is(value, "false") => "A statement that fails ends the run. Write SQL that does not fail, such as 'if not exists'.",
        "ignore" when Is(value, "true") => "Remove the change set, or the attribute.",
        "context" or "contextfilter" or "labels" => "It would run everywhere. Keep such files in a folder of their own, and remove the attribute.",
        "runwith" or "runwithspoolfile" => "Statements run over the database's connection. Remove it.",
        "enddelimiter" or "rollbackenddelimiter" when value is not (";" or "") => "The runner finds the ends of statements by itself. Remove the attribute and its delimiters, and end each statement with a semicolon; on MySQL and MariaDB, write DELIMITER.",
        "dbms" when !Matches(value, file.Engine) => $"It is not for {file.Engine}. Put it into a file that ends in the name of its engine, such as .mysql.sql.",
        _ => null,
    };

    /// <summary>MariaDB has the name of MySQL here, whose files it takes.</summary>
    private static bool Matches(string dbms, string engine)
    {
        var names = dbms.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var isExcluded = names.Any(name => name.StartsWith('!') && Is(name[1..], engine));
        var isIncluded = names.All(static name => name.StartsWith('!')) || names.Any(name => Is(name, engine) || Is(name, "all"));
        return isIncluded && !isExcluded;
    }

    private static bool Is(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<name>\w+):(?<value>""[^""]*""|\S*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}
