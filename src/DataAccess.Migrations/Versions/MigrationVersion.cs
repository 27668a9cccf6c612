using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using DataAccess.Migrations.Versions;

namespace DataAccess.Migrations;

/// <summary>
/// A migration's version: one or more whole numbers with dots between them, compared number by number, so that 1 comes before
/// 1.1, and 1.9 before 1.10. Zeros in front of a number and zeros at the end do not count: 0001, 1 and 1.0 are the same.
/// </summary>
[JsonConverter(typeof(MigrationVersionJson))]
[StructLayout(LayoutKind.Auto)]
public readonly struct MigrationVersion : IEquatable<MigrationVersion>, IComparable<MigrationVersion>
{
    /// <summary>The longest number that fits: a timestamp to the second and four more digits.</summary>
    internal const int MaxDigits = 18;

    internal const int MaxNumbers = 8;

    private readonly long _first;

    /// <summary>The numbers after the first, the last of them not zero; null where there are none.</summary>
    private readonly long[]? _others;

    /// <summary>Creates a version of one number.</summary>
    /// <param name="number">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public MigrationVersion(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        _first = number;
    }

    private MigrationVersion(ReadOnlySpan<long> numbers)
    {
        var count = numbers.LastIndexOfAnyExcept(0) + 1;
        _first = numbers[0];
        _others = count > 1 ? numbers[1..count].ToArray() : null;
    }

    /// <summary>The version of one number.</summary>
    /// <param name="number">The number, not negative.</param>
    public static implicit operator MigrationVersion(long number) => new(number);

    /// <summary>Whether both are the same version.</summary>
    public static bool operator ==(MigrationVersion left, MigrationVersion right) => left.Equals(right);

    /// <summary>Whether they are different versions.</summary>
    public static bool operator !=(MigrationVersion left, MigrationVersion right) => !left.Equals(right);

    /// <summary>Whether the left one comes before the right one.</summary>
    public static bool operator <(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one comes after the right one.</summary>
    public static bool operator >(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one comes before the right one, or is the same.</summary>
    public static bool operator <=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one comes after the right one, or is the same.</summary>
    public static bool operator >=(MigrationVersion left, MigrationVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Whether it has one number, and which; null where it has several.</summary>
    internal long? Number => _others is null ? _first : null;

    /// <summary>The first number.</summary>
    public long Major => _first;

    /// <summary>Reads <c>7</c>, <c>0007</c>, <c>1.2</c> or <c>20260131120000</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The version.</returns>
    /// <exception cref="FormatException">It is not a version.</exception>
    public static MigrationVersion Parse(string text)
        => TryParse(text, out var version)
            ? version
            : throw new FormatException($"'{text}' is not a version. Use whole numbers with dots between them, such as 7 or 1.2; at most {MaxNumbers} numbers of {MaxDigits} digits.");

    /// <summary>Reads <c>7</c>, <c>0007</c>, <c>1.2</c> or <c>20260131120000</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version, if it is one.</param>
    /// <returns>Whether it is a version.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out MigrationVersion version)
    {
        version = default;
        Span<long> numbers = stackalloc long[MaxNumbers];
        var count = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            var number = text.AsSpan(range);
            if (count == MaxNumbers || number.Length > MaxDigits || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count]))
            {
                return false;
            }

            count++;
        }

        version = new MigrationVersion(numbers[..count]);
        return true;
    }

    /// <summary>Compares number by number.</summary>
    /// <param name="other">The other version.</param>
    /// <returns>Less than zero if this one comes first, zero if both are the same.</returns>
    public int CompareTo(MigrationVersion other)
    {
        var first = _first.CompareTo(other._first);
        return first != 0 ? first : _others.AsSpan().SequenceCompareTo(other._others);
    }

    /// <inheritdoc/>
    public bool Equals(MigrationVersion other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MigrationVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(_first);
        foreach (var number in _others ?? [])
        {
            hash.Add(number);
        }

        return hash.ToHashCode();
    }

    /// <summary>The numbers with dots between them, without zeros in front and at the end: <c>1.2</c>.</summary>
    public override string ToString()
        => _others is null ? _first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{_first}.{string.Join('.', _others)}");
}
