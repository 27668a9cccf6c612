using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A column whose value a function reads.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <typeparam name="TRead">What the function returns: the type in which the values are sent, or its nullable form.</typeparam>
internal abstract class GetterColumn<T, TRead>(string column, Type type, Func<T, TRead> get, ColumnTraits? traits)
    : ColumnMap<T>(column, type, traits)
{
    private readonly bool _isEncoded = traits?.IsEncoded == true;

    internal override Delegate Getter => get;

    internal override bool AcceptsNull { get; } = !typeof(TRead).IsValueType || Nullable.GetUnderlyingType(typeof(TRead)) is not null;

    internal override object? ValueOf(T row) => Read(row);

    internal override Comparison<T>? Order { get; } = ColumnOrder.Of(get);

    internal override ColumnMap<T> Resolve(Conversions conversions)
        => !_isEncoded && conversions.Find(EnumType ?? Type) is { } conversion ? ConvertedColumns<T>.Create(Column, conversion, get, Traits with { AcceptsNull = AcceptsNull }) : this;

    internal override void AppendTo(SqlStatement statement, T row) => statement.AppendNumber(Sound(Read(row)), EnumType);

    private protected override Func<T, string?> NameGetter(Type enumType) => row => get(row) is { } number ? EnumName.Of(enumType, number) : null;

    protected TRead Read(T row)
    {
        try
        {
            return get(row);
        }
        catch (Exception exception)
        {
            throw Unreadable(exception);
        }
    }
}
