using System.Globalization;
using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Diffing;

/// <summary>A type in two parts.</summary>
/// <param name="Name">Its name without the sizes: <c>timestamp with time zone</c>.</param>
/// <param name="Sizes">The numbers in its brackets; empty if it has none, or what is in them is no number.</param>
internal sealed partial record TypeName(string Name, IReadOnlyList<int> Sizes)
{
    /// <summary>The first number, or null.</summary>
    public int? Size => Sizes.Count > 0 ? Sizes[0] : null;

    /// <summary>The second number, which is 0 if it is not there.</summary>
    public int Scale => Sizes.Count > 1 ? Sizes[1] : 0;

    public static TypeName Of(string type)
    {
        var match = Brackets().Match(type);
        return match.Success
            ? new TypeName(type.Remove(match.Index, match.Length).Trim(), match.Groups["sizes"].Value.Split(',').Select(static n => int.Parse(n, NumberStyles.Integer, CultureInfo.InvariantCulture)).ToList())
            : new TypeName(type.Trim(), []);
    }

    /// <summary>What a change of a column's type may take away, in words.</summary>
    /// <param name="column">The column with its table.</param>
    /// <param name="from">The type that it has.</param>
    /// <param name="to">The type that it gets.</param>
    public static string LossOf(string column, string from, string to) => $"what {to} cannot hold of the column {column}, which is {from}";

    /// <summary>Whether a number of a precision and a scale has room for all digits of another, before the point and behind it.</summary>
    public bool HasRoomFor(TypeName number) => Size - Scale >= number.Size - number.Scale && Scale >= number.Scale;

    [GeneratedRegex(@"\((?<sizes>\s*-?[0-9]{1,9}\s*(,\s*-?[0-9]{1,9}\s*)*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Brackets();
}
