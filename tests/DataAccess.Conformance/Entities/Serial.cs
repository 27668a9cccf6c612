namespace DataAccess.Conformance;

/// <summary>A typed number, with a converter on the type.</summary>
[ValueConverter<SerialConverter>]
public readonly record struct Serial(long Value) : IComparable<Serial>
{
    public static bool operator <(Serial left, Serial right) => left.Value < right.Value;

    public static bool operator >(Serial left, Serial right) => left.Value > right.Value;

    public static bool operator <=(Serial left, Serial right) => left.Value <= right.Value;

    public static bool operator >=(Serial left, Serial right) => left.Value >= right.Value;

    public int CompareTo(Serial other) => Value.CompareTo(other.Value);
}
