using DataAccess.Migrations.Diffing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>What a change of a column's type does to its values. Pure.</summary>
internal static class MySqlTypeChange
{
    /// <summary>The bits of whole numbers, and their most digits without and with a sign.</summary>
    private static readonly Dictionary<string, (int Bits, int Digits, int Unsigned)> Whole = new(StringComparer.Ordinal)
    {
        ["tinyint"] = (8, 3, 3),
        ["smallint"] = (16, 5, 5),
        ["mediumint"] = (24, 7, 8),
        ["int"] = (32, 10, 10),
        ["bigint"] = (64, 19, 20),
    };

    /// <summary>The most bytes of texts and blobs without a size.</summary>
    private static readonly Dictionary<string, long> Lengths = new(StringComparer.Ordinal)
    {
        ["tinytext"] = byte.MaxValue,
        ["text"] = ushort.MaxValue,
        ["mediumtext"] = 0xFF_FFFF,
        ["longtext"] = uint.MaxValue,
        ["tinyblob"] = byte.MaxValue,
        ["blob"] = ushort.MaxValue,
        ["mediumblob"] = 0xFF_FFFF,
        ["longblob"] = uint.MaxValue,
    };

    /// <summary>The character sets whose characters utf8mb4 has, with the most bytes of one of them.</summary>
    private static readonly Dictionary<string, int> CharacterSets = new(StringComparer.Ordinal)
    {
        ["ascii"] = 1,
        ["latin1"] = 1,
        ["utf8"] = 3,
        ["utf8mb3"] = 3,
        ["ucs2"] = 2,
        ["utf16"] = 4,
        ["utf16le"] = 4,
        ["utf32"] = 4,
        ["utf8mb4"] = 4,
    };

    /// <summary>
    /// Whether each value of one type is the same value of another, as far as that is known; if not, the server may refuse some, or, as
    /// its SQL mode says, round or cut them. What depends on the session, such as its time zone, is not known.
    /// </summary>
    /// <param name="from">The type that a column has.</param>
    /// <param name="to">The type that it gets.</param>
    public static bool KeepsValues(MySqlColumnType from, MySqlColumnType to)
    {
        var (old, wished) = (from.Type, to.Type);
        return old.Name switch
        {
            "tinyint" or "smallint" or "mediumint" or "int" or "bigint" => HoldsWhole(from, to),
            "decimal" => HoldsDecimal(from, to),
            "float" or "double" when old.Sizes.Count == 0 => wished.Sizes.Count == 0 && (wished.Name == old.Name || wished.Name == "double") && HoldsSign(from, to),
            "bit" => wished.Name == "bit" && wished.Size >= old.Size,
            "date" => wished.Name is "date" or "datetime",
            "datetime" or "timestamp" or "time" => wished.Name == old.Name && (wished.Size ?? 0) >= (old.Size ?? 0),
            "enum" or "set" => HoldsMembers(from, to),
            "char" or "varchar" or "tinytext" or "text" or "mediumtext" or "longtext" => HoldsText(from, to),
            "binary" => (wished.Name == "binary" && wished.Size == old.Size) || HoldsBytes(old, wished),
            "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob" => HoldsBytes(old, wished),
            _ => old.Name == wished.Name && old.Sizes.SequenceEqual(wished.Sizes) && HoldsSign(from, to),
        };
    }

    private static bool HoldsSign(MySqlColumnType from, MySqlColumnType to) => from.IsUnsigned || !to.IsUnsigned;

    private static bool HoldsWhole(MySqlColumnType from, MySqlColumnType to)
    {
        var (bits, digits, unsigned) = Whole[from.Type.Name];
        return HoldsSign(from, to) && to.Type.Name switch
        {
            "decimal" => to.Type.HasRoomFor(new TypeName("decimal", [from.IsUnsigned ? unsigned : digits, 0])),
            "float" => to.Type.Sizes.Count == 0 && bits <= 16,
            "double" => to.Type.Sizes.Count == 0 && bits <= 32,
            var name => Whole.TryGetValue(name, out var wished) && (wished.Bits > bits || (wished.Bits == bits && from.IsUnsigned == to.IsUnsigned)),
        };
    }

    private static bool HoldsDecimal(MySqlColumnType from, MySqlColumnType to)
        => HoldsSign(from, to)
            && (to.Type.Name == "decimal" ? to.Type.HasRoomFor(from.Type) : from.Type.Scale == 0 && Whole.TryGetValue(to.Type.Name, out var whole) && from.Type.Size < whole.Digits);

    private static bool HoldsMembers(MySqlColumnType from, MySqlColumnType to)
        => from.Type.Name == to.Type.Name ? HoldsCharacters(from, to) && from.Members.All(member => to.Members.Contains(member, StringComparer.Ordinal))
            : to.Type.Name is "varchar" && HoldsCharacters(from, to) && to.Type.Size >= (from.Type.Name == "enum" ? from.Members.Max(static m => m.Length) : from.Members.Sum(static m => m.Length));

    private static bool HoldsCharacters(MySqlColumnType from, MySqlColumnType to)
        => from.CharacterSet == to.CharacterSet
            || (to.CharacterSet == "utf8mb4" && CharacterSets.ContainsKey(from.CharacterSet))
            || (from.CharacterSet == "ascii" && CharacterSets.ContainsKey(to.CharacterSet));

    /// <summary>A size is in characters, the length of a text without one in bytes.</summary>
    private static bool HoldsText(MySqlColumnType from, MySqlColumnType to)
    {
        if (!HoldsCharacters(from, to))
        {
            return false;
        }

        var bytes = CharacterSets.GetValueOrDefault(to.CharacterSet, 4);
        var most = from.Type.Size ?? Lengths[from.Type.Name];
        return to.Type.Name switch
        {
            "char" => from.Type.Name == "char" && to.Type.Size >= most,
            "varchar" => to.Type.Size >= most,
            "tinytext" or "text" or "mediumtext" or "longtext" => Lengths[to.Type.Name] >= (from.Type.Size is null && from.CharacterSet == to.CharacterSet ? most : most * bytes),
            _ => false,
        };
    }

    private static bool HoldsBytes(TypeName from, TypeName to)
        => (to.Name == "varbinary" ? to.Size : to.Name.EndsWith("blob", StringComparison.Ordinal) ? Lengths[to.Name] : 0) >= (from.Size ?? Lengths[from.Name]);
}
