using DataAccess.Migrations.Diffing;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>What a change of a column's type does to its values. Pure.</summary>
internal static class PostgreSqlTypeChange
{
    private const int MostDigitsOfASecond = 6;

    private static readonly string[] Numbers = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];

    private static readonly string[] Texts = ["text", "character varying", "character", "name"];

    /// <summary>The types that the server converts when a value is assigned, besides those of one name, numbers, and what becomes text.</summary>
    private static readonly HashSet<(string From, string To)> Assigned =
    [
        ("date", "timestamp without time zone"), ("date", "timestamp with time zone"),
        ("timestamp without time zone", "date"), ("timestamp without time zone", "timestamp with time zone"), ("timestamp without time zone", "time without time zone"),
        ("timestamp with time zone", "date"), ("timestamp with time zone", "timestamp without time zone"), ("timestamp with time zone", "time without time zone"), ("timestamp with time zone", "time with time zone"),
        ("time without time zone", "time with time zone"), ("time without time zone", "interval"), ("time with time zone", "time without time zone"), ("interval", "time without time zone"),
        ("bit", "bit varying"), ("bit varying", "bit"), ("json", "jsonb"), ("jsonb", "json"), ("cidr", "inet"), ("inet", "cidr"),
    ];

    /// <summary>
    /// Whether each value of one type is the same value of another, as far as that is known; if not, the server may refuse some, or round
    /// or cut them. What depends on settings of the session, such as its time zone, is not known.
    /// </summary>
    /// <param name="from">The type that a column has, as the catalogue writes it.</param>
    /// <param name="to">The type that it gets.</param>
    public static bool KeepsValues(string from, string to)
    {
        var (old, wished) = (Bare(from), Bare(to));
        return old == wished
            || (IsArray(old) && IsArray(wished) ? Keeps(TypeName.Of(old[..^2]), TypeName.Of(wished[..^2])) : !IsArray(old) && !IsArray(wished) && Keeps(TypeName.Of(old), TypeName.Of(wished)));
    }

    /// <summary>The expression that gives the new value; null if the server assigns the old one, and refuses what an explicit cast would cut.</summary>
    /// <param name="column">The column.</param>
    /// <param name="from">The type that it has.</param>
    /// <param name="to">The type that it gets.</param>
    public static string? Using(string column, string from, string to)
    {
        var (old, wished) = (Bare(from), Bare(to));
        return IsAssigned(old, wished) || (IsArray(old) && IsArray(wished) && IsAssigned(old[..^2], wished[..^2])) ? null : $"{column}::text::{Unbound(wished)}";
    }

    public static string Bare(string type) => type.Split(" collate ", 2)[0];

    private static bool IsArray(string type) => type.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>The type without a limit to what it takes, so that the limit is that of the assignment, which refuses and does not cut.</summary>
    private static string Unbound(string type)
    {
        var name = TypeName.Of(type).Name;
        var element = IsArray(name) ? name[..^2] : name;
        return (element switch { "bit" => "bit varying", "character" => "bpchar", _ => element }) + name[element.Length..];
    }

    private static bool IsAssigned(string from, string to)
    {
        var (old, wished) = (NameOf(from), NameOf(to));
        return old == wished || Texts.Contains(wished, StringComparer.Ordinal) || (Numbers.Contains(old, StringComparer.Ordinal) && Numbers.Contains(wished, StringComparer.Ordinal)) || Assigned.Contains((old, wished));
    }

    private static string NameOf(string type)
    {
        var name = TypeName.Of(type).Name;
        return name.StartsWith("interval", StringComparison.Ordinal) && !IsArray(name) ? "interval" : name;
    }

    private static bool Keeps(TypeName from, TypeName to) => from.Name switch
    {
        "smallint" => HoldsWhole(to, bytes: 2, digits: 5),
        "integer" => HoldsWhole(to, bytes: 4, digits: 10),
        "bigint" => HoldsWhole(to, bytes: 8, digits: 19),
        "numeric" => HoldsNumeric(from, to),
        "real" => to.Name == "double precision" || HoldsText(to, characters: null),
        "double precision" => HoldsText(to, characters: null),
        "boolean" => HoldsText(to, characters: 5),
        "uuid" => HoldsText(to, characters: 36),
        "name" => HoldsText(to, characters: 63),
        "text" => HoldsText(to, characters: null),
        "character varying" => HoldsText(to, from.Size),
        // Blanks at the end of a padded text mean nothing.
        "character" => HoldsText(to, from.Size) || (to.Name == "character" && to.Size >= from.Size),
        "date" => to.Name == "timestamp without time zone",
        "time without time zone" or "time with time zone" or "timestamp without time zone" or "timestamp with time zone" => to.Name == from.Name && HoldsSeconds(from, to),
        "bit" or "bit varying" => to.Name == "bit varying" && (to.Size is null || to.Size >= from.Size),
        "json" or "xml" => HoldsText(to, characters: null),
        "jsonb" => to.Name == "json" || HoldsText(to, characters: null),
        "cidr" => to.Name == "inet",
        _ => from.Name.StartsWith("interval", StringComparison.Ordinal) && to.Name == "interval" && HoldsSeconds(from, to),
    };

    private static bool HoldsSeconds(TypeName from, TypeName to) => (to.Size ?? MostDigitsOfASecond) >= (from.Size ?? MostDigitsOfASecond);

    private static bool HoldsText(TypeName to, int? characters) => to.Name == "text" || (to.Name == "character varying" && (to.Size is null || to.Size >= characters));

    private static bool HoldsWhole(TypeName to, int bytes, int digits) => to.Name switch
    {
        "integer" => bytes <= 4,
        "bigint" => bytes <= 8,
        "numeric" => to.Size is null || to.HasRoomFor(new TypeName("numeric", [digits, 0])),
        "real" => bytes <= 2,
        "double precision" => bytes <= 4,
        _ => HoldsText(to, digits + 1),
    };

    private static bool HoldsNumeric(TypeName from, TypeName to)
    {
        var whole = from.Scale <= 0 ? from.Size - from.Scale : null;
        return to.Name switch
        {
            "smallint" => whole <= 4,
            "integer" => whole <= 9,
            "bigint" => whole <= 18,
            "numeric" => to.Size is null || (from.Size is not null && to.HasRoomFor(from)),
            _ => HoldsText(to, from.Size is null ? null : Math.Max(from.Size.Value - Math.Min(from.Scale, 0), from.Scale + 1) + 2),
        };
    }
}
