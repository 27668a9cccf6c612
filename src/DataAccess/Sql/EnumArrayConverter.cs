using System.ComponentModel;
using System.Globalization;
using System.Numerics;

namespace DataAccess.Sql;

/// <summary>Converts arrays of an enum to arrays of its numbers, for PostgreSQL.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
/// <typeparam name="TNumber">The numbers' type: PostgreSQL's for the enum's.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EnumArrayConverter<TEnum, TNumber> : IValueConverter<TEnum[], TNumber[]>
    where TEnum : struct, Enum
    where TNumber : struct, IBinaryInteger<TNumber>
{
    /// <inheritdoc/>
    /// <exception cref="OverflowException">A number is outside the range of PostgreSQL's type.</exception>
    public TNumber[] ToColumn(TEnum[] value)
        => Array.ConvertAll(value, static item => TNumber.CreateChecked(Convert.ToDecimal(item, CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    /// <exception cref="OverflowException">A number is outside the range of the enum's type.</exception>
    public TEnum[] FromColumn(TNumber[] value)
        => Array.ConvertAll(value, static number => (TEnum)Enum.ToObject(typeof(TEnum), Convert.ChangeType(number, Enum.GetUnderlyingType(typeof(TEnum)), CultureInfo.InvariantCulture)));
}
