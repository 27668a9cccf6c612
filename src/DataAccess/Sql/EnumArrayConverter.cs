using System.ComponentModel;
using System.Globalization;

namespace DataAccess.Sql;

/// <summary>Converts arrays of an enum to arrays of its numbers, for PostgreSQL.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EnumArrayConverter<TEnum> : IValueConverter<TEnum[], long[]>
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    /// <exception cref="OverflowException">A number is larger than a <see cref="long"/>.</exception>
    public long[] ToColumn(TEnum[] value) => Array.ConvertAll(value, static item => Convert.ToInt64(item, CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    /// <exception cref="OverflowException">A number is outside the range of the enum's type.</exception>
    public TEnum[] FromColumn(long[] value)
        => Array.ConvertAll(value, static number => (TEnum)Enum.ToObject(typeof(TEnum), Convert.ChangeType(number, Enum.GetUnderlyingType(typeof(TEnum)), CultureInfo.InvariantCulture)));
}
