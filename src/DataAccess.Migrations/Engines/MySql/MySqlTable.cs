using System.Text.RegularExpressions;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Takes SHOW CREATE TABLE apart.</summary>
internal static partial class MySqlTable
{
    /// <summary>The table, and its foreign keys, which come when all tables are there.</summary>
    /// <param name="name">Its name in quotes.</param>
    /// <param name="shown">What SHOW CREATE gave.</param>
    /// <param name="collations">The character sets that differ from the table's, by the columns' names.</param>
    public static IEnumerable<SnapshotObject> Of(string name, string shown, IReadOnlyDictionary<string, string> collations)
    {
        var pieces = TopLevelParts.Of(shown, MySqlFlavour.Instance);
        var options = Counter().Replace(pieces.Tail, "");
        var own = pieces.Parts.Where(static part => !IsForeignKey(part))
            .Select(part => part[0] == '`' ? MySqlCollations.Replace(part, collations.GetValueOrDefault(FirstName(part), "")) : part).ToList();
        yield return new SnapshotObject("table", name, $"{pieces.Head} (\n  {string.Join(",\n  ", own)}\n) {options}".TrimEnd())
        {
            Drop = $"drop table {name}",
            Columns = own.Where(static part => part[0] == '`').Select(ColumnOf).ToList(),
            Parts = own.Where(static part => part[0] != '`').Select(PartOf).ToList(),
            Shape = options,
        };
        foreach (var key in pieces.Parts.Where(IsForeignKey))
        {
            var constraint = FirstName(key);
            yield return new SnapshotObject("foreign key", $"{constraint} on {name}", $"alter table {name} add {key}")
            {
                Drop = $"alter table {name} drop foreign key {constraint}",
                Table = $"table {name}",
                Needs = [$"table {name}"],
            };
        }
    }

    private static bool IsForeignKey(string part) => ForeignKey().IsMatch(part);

    private static SnapshotColumn ColumnOf(string part)
    {
        var name = FirstName(part);
        return new SnapshotColumn(name, part[(name.Length + 1)..], part) { Generated = part.Contains(" GENERATED ALWAYS AS ", StringComparison.Ordinal) ? part : null };
    }

    private static TablePart PartOf(string part)
        => part.StartsWith("PRIMARY KEY", StringComparison.Ordinal) ? new TablePart(part, "drop primary key")
            : part.StartsWith("CONSTRAINT", StringComparison.Ordinal) ? new TablePart(part, $"drop constraint {FirstName(part)}")
            : part.StartsWith("PERIOD", StringComparison.Ordinal) ? new TablePart(part, $"drop {part.Split('(')[0].Trim()}")
            : new TablePart(part, $"drop key {FirstName(part)}");

    private static string FirstName(string part) => Name().Match(part).Value;

    [GeneratedRegex(@"^CONSTRAINT `([^`]|``)*` FOREIGN KEY ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ForeignKey();

    [GeneratedRegex("`([^`]|``)*`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<=^(ENGINE=\w+ )?)AUTO_INCREMENT=\d+ ?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Counter();
}
