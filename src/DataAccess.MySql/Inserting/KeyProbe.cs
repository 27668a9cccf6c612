using System.Globalization;
using DataAccess.Mapping;

namespace DataAccess.MySql.Inserting;

/// <summary>Checks whether a value is the key that a message shows. Supports only types that the server shows as they are written here.</summary>
internal sealed class KeyProbe(string shown) : RowWriter
{
    public bool IsMatch { get; private set; }

    public override void Write<TValue>(int column, TValue value) => IsMatch = value switch
    {
        string text => text == shown,
        Guid id => id.ToString() == shown,
        byte or sbyte or short or ushort or int or uint or long or ulong
            => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) == shown,
        _ => false,
    };

    public override void WriteNull(int column) => IsMatch = false;
}
