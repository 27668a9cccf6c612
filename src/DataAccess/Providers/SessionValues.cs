using System.Globalization;
using DataAccess.Sql;

namespace DataAccess.Providers;

/// <summary>The values that the statements of a session of <c>Database.As</c> see. Its text form has the names only.</summary>
public sealed class SessionValues
{
    internal const int Max = 16;

    private const int LongestName = 63;

    private readonly KeyValuePair<string, object?>[] _values;

    /// <param name="prefix">What each name begins with in the database.</param>
    /// <param name="values">The values by name.</param>
    /// <exception cref="ArgumentException">A name or the type of a value is not valid; the message does not contain the value.</exception>
    internal SessionValues(string prefix, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (values.Length is 0 or > Max)
        {
            throw new ArgumentException(Invariant($"{values.Length} session values were given; give 1 to {Max}."), nameof(values));
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _values = new KeyValuePair<string, object?>[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (name, value) = values[i];
            if (!IsName(name))
            {
                throw new ArgumentException(Invariant($"'{name}' is not the name of a session value. Use a letter or underscore, then letters, digits and underscores of ASCII, at most {LongestName}."), nameof(values));
            }

            if (!names.Add(name))
            {
                throw new ArgumentException($"The session value '{name}' is given twice; names do not differ by case.", nameof(values));
            }

            if (value is not (null or string or bool or Guid or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal))
            {
                throw new ArgumentException($"The session value '{name}' is of type {value.GetType().Name}. Give a string, a number, a bool, a Guid or null.", nameof(values));
            }

            if (value is string text && text.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"The session value '{name}' contains the character 0, which no database stores in a text.", nameof(values));
            }

            if (value is string half && UnpairedSurrogate.FindIn(half) is { } problem)
            {
                throw new ArgumentException($"The session value '{name}' contains {problem}.", nameof(values));
            }

            if (value is double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity)
            {
                throw new ArgumentException($"The session value '{name}' is not a finite number. Give a finite number, or text.", nameof(values));
            }

            _values[i] = new(prefix + name, value);
        }
    }

    /// <summary>The names in the database, and the values.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Items => _values;

    /// <summary>A value as text: numbers and Guids in the invariant culture, <c>true</c> and <c>false</c>; null for null.</summary>
    /// <param name="value">The value.</param>
    public static string? TextOf(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => (string?)value,
    };

    /// <summary>The names; not the values.</summary>
    public override string ToString() => string.Join(", ", _values.Select(static v => v.Key));

    internal static bool IsPrefix(string prefix) => prefix.Length == 0 || (prefix[^1] == '.' && Array.TrueForAll(prefix[..^1].Split('.'), IsName));

    private static bool IsName(string? name)
        => name is { Length: > 0 and <= LongestName } && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
