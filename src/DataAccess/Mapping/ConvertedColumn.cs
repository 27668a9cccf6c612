using DataAccess.Failures;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>A column whose value a converter makes of a member.</summary>
internal sealed class ConvertedColumn<T, TModel, TColumn>(string column, ModelGetter<T, TModel> get, TypedConversion<TModel, TColumn> conversion, ColumnTraits? traits)
    : ColumnMap<T>(column, typeof(TColumn), traits)
    where TModel : notnull
    where TColumn : notnull
{
    internal override Delegate Getter => (Func<T, TModel?>)(row => get(row, out var model) ? model : default);

    internal override Comparison<T>? Order { get; } = ColumnOrder.Of<T, TColumn?>(row => get(row, out var model) ? conversion.Converter.ToColumn(model) : default);

    internal override bool AcceptsNull { get; } = traits?.AcceptsNull != false;

    internal override ValueConversion Conversion => conversion;

    internal override object? ValueOf(T row) => Read(row, out var value) ? value : null;

    public override void Write(T row, RowWriter writer, int column)
    {
        if (Read(row, out var value))
        {
            writer.Write(column, Sound(value));
        }
        else
        {
            writer.WriteNull(column);
        }
    }

    public override bool IsNull(T row) => !Read(row, out _);

    public override int SizeOf(T row) => WireSize.Of(Read(row, out var value) ? value : default);

    internal override void AppendTo(SqlStatement statement, T row)
    {
        if (Read(row, out var value))
        {
            statement.AppendStored(Sound(value));
        }
        else
        {
            statement.AppendNull(typeof(TColumn));
        }
    }

    private protected override Func<T, string?> NameGetter(Type enumType) => throw new InvalidOperationException($"{typeof(T).Name}.{Member} has a converter, so that its values are no enum.");

    /// <exception cref="RowValueException">The row's own code, or the converter, threw.</exception>
    private bool Read(T row, out TColumn value)
    {
        try
        {
            if (get(row, out var model) && conversion.Converter.ToColumn(model) is { } converted)
            {
                value = converted;
                return true;
            }

            value = default!;
            return false;
        }
        catch (Exception exception)
        {
            throw Unreadable(exception);
        }
    }
}
