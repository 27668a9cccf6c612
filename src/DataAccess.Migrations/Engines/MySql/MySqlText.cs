using System.Text;
using System.Text.RegularExpressions;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>What SHOW CREATE gives, without what belongs to this server only.</summary>
internal sealed partial class MySqlText(string database)
{
    private static readonly string[] Delimiters = ["//", "$$", ";;", "@@@", "~~~~"];

    private readonly string _database = Quote(database);

    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public static string Literal(string text) => $"'{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    public static string WithoutDefiner(string statement) => Definer().Replace(statement, "", 1);

    /// <summary>The statement without this database's name in front of others.</summary>
    public string WithoutDatabase(string statement)
    {
        if (!statement.Contains(_database + ".", StringComparison.Ordinal))
        {
            return statement;
        }

        var text = new StringBuilder();
        var lexer = new SqlLexer(statement, MySqlFlavour.Instance);
        var skips = false;
        while (lexer.TryRead(out var token))
        {
            var isDatabase = token.Kind == SqlTokenKind.QuotedName && token.In(statement).SequenceEqual(_database) && token.End < statement.Length && statement[token.End] == '.';
            if (!isDatabase && !skips)
            {
                text.Append(token.In(statement));
            }

            skips = isDatabase;
        }

        return text.ToString();
    }

    /// <summary>What a client program needs around a statement with a body, which is read in its own SQL mode.</summary>
    public static (string Before, string After) ClientOf(string statement, string mode)
    {
        var delimiter = Delimiters.FirstOrDefault(d => !statement.Contains(d, StringComparison.Ordinal)) ?? "end_of_body";
        return ($"set @mode = @@sql_mode;\nset sql_mode = '{mode}';\ndelimiter {delimiter}\n", $"\n{delimiter}\ndelimiter ;\nset sql_mode = @mode;");
    }

    /// <summary>
    /// What a client program needs around a statement whose object was made in another character set. The file is in UTF-8, so that one with other letters than
    /// those of ASCII is sent as UTF-8 in any case.
    /// </summary>
    public static (string Before, string After) InCharacters(string statement, string characters, string collation, (string Before, string After)? client)
    {
        var isUnicode = characters is "utf8mb4" or "utf8mb3" or "utf8";
        return isUnicode || System.Text.Ascii.IsValid(statement)
            ? ($"set @client = @@character_set_client, @collation = @@collation_connection;\nset character_set_client = {characters}, collation_connection = {collation};\n{client?.Before}",
                $"{client?.After ?? ";"}\nset character_set_client = @client, collation_connection = @collation;")
            : client ?? ("", ";");
    }

    /// <summary>Views need the views, and all need the tables, that their text names.</summary>
    public static IEnumerable<SnapshotObject> WithNeeds(IReadOnlyList<SnapshotObject> objects)
    {
        var named = objects.Where(static o => o.Kind is "table" or "view" or "sequence" or "function").ToLookup(static o => o.Name, static o => o.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var item in objects)
        {
            var reads = item.Kind is "view" || (item.Kind is "table" or "foreign key");
            yield return !reads ? item : item with { Needs = [.. item.Needs.Concat(NamesIn(item.Create).SelectMany(name => named[name])).Where(id => id != item.Id).Distinct(StringComparer.Ordinal).OrderBy(static id => id, StringComparer.Ordinal)] };
        }
    }

    /// <summary>The names that may be those of objects: no alias, and nothing behind a dot, which is a column.</summary>
    private static IEnumerable<string> NamesIn(string statement)
    {
        var lexer = new SqlLexer(statement, MySqlFlavour.Instance);
        var before = default(SqlToken);
        while (lexer.TryRead(out var token))
        {
            if (token.Kind == SqlTokenKind.QuotedName && !before.IsWord(statement, "as") && !(before.Length > 0 && before.IsSymbol(statement, '.')))
            {
                yield return token.In(statement).ToString();
            }

            before = token.IsSignificant ? token : before;
        }
    }

    [GeneratedRegex(@"(?<=^CREATE (OR REPLACE )?(ALGORITHM=\w+ )?)DEFINER=`([^`]|``)*`(@`([^`]|``)*`)? ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Definer();
}
