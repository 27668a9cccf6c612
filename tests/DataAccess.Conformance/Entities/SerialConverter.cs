namespace DataAccess.Conformance;

/// <summary>Stores a <see cref="Serial"/> as its number.</summary>
public sealed class SerialConverter : IValueConverter<Serial, long>
{
    public long ToColumn(Serial value) => value.Value;

    public Serial FromColumn(long value) => new(value);
}
