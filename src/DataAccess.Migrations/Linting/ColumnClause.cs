using System.Collections.Frozen;
using System.Runtime.InteropServices;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>A column as <c>create table</c> or <c>add column</c> defines it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">What follows the name.</param>
/// <param name="Line">The name's line inside the statement.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ColumnClause(string Name, WordRange Definition, int Line)
{
    private static readonly FrozenSet<string> AfterType = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "CONSTRAINT", "COLLATE", "GENERATED", "AS", "AUTO_INCREMENT", "AUTOINCREMENT",
        "COMMENT", "FIRST", "AFTER", "CHARACTER", "CHARSET", "USING", "ON", "VIRTUAL", "STORED", "PERSISTENT", "KEY", "INVISIBLE", "STORAGE", "COMPRESSION");

    /// <summary>The type in lower case with single blanks; empty where SQLite's column has none.</summary>
    public string Type
    {
        get
        {
            var end = 0;
            while (end < Definition.Count && (end == 0 ? !IsAfterType(0) || Definition.At(0, "CHARACTER") : !IsAfterType(end)))
            {
                end++;
            }

            return Definition.Until(end).ToString().ToLowerInvariant()
                .Replace("character varying", "varchar", StringComparison.Ordinal)
                .Replace(" ( ", "(", StringComparison.Ordinal).Replace(" )", ")", StringComparison.Ordinal);
        }
    }

    public bool IsNotNull => Definition.Has("NOT", "NULL");

    public bool HasDefault => Definition.Has("DEFAULT");

    /// <summary>Whether the database itself makes its values.</summary>
    public bool IsGenerated => Definition.Has("GENERATED") || Definition.Has("AS") || Definition.Has("AUTO_INCREMENT") || IsSerial;

    public bool IsSerial => Type is "serial" or "bigserial" or "smallserial" or "serial2" or "serial4" or "serial8";

    public bool IsStored => (Definition.Has("STORED") || Definition.Has("PERSISTENT")) && Definition.Has("AS");

    /// <summary>The default's expression; empty without one.</summary>
    public WordRange Default
    {
        get
        {
            var at = Definition.Find("DEFAULT");
            var rest = Definition.From(at < 0 ? Definition.Count : at + 1);
            var end = 0;
            while (end < rest.Count && (end == 0 || !IsEndOfDefault(rest, end)))
            {
                end = rest.IsSymbol(end, "(") ? end + rest.Inside(end).Count + 2 : end + 1;
            }

            return rest.Until(end);
        }
    }

    private bool IsAfterType(int index) => !Definition.IsQuoted(index) && AfterType.Contains(Definition[index]);

    private static bool IsEndOfDefault(WordRange words, int index)
        => words.KindAt(index) == SqlTokenKind.Word
            && words[index].ToUpperInvariant() is "NOT" or "NULL" or "PRIMARY" or "UNIQUE" or "REFERENCES" or "CHECK" or "CONSTRAINT" or "COLLATE"
                or "GENERATED" or "COMMENT" or "FIRST" or "AFTER" or "ON" or "KEY";
}
