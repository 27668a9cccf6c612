namespace DataAccess;

/// <summary>
/// Names the converter of a member: <c>[ValueConverter&lt;OrderIdConverter&gt;] public OrderId Id</c>. On a type, it is the converter of all its values, wherever
/// they are stored, read, or passed as parameters.
/// </summary>
/// <typeparam name="TConverter">The converter. One is made for each member or type, and kept.</typeparam>
/// <remarks>A member's converter precedes the one on <see cref="DatabaseOptions.Converters"/>, which precedes the one on the type.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class ValueConverterAttribute<TConverter> : ValueConverterAttribute
    where TConverter : IValueConverter, new()
{
    internal override IValueConverter Create() => new TConverter();
}
