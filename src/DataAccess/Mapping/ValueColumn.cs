namespace DataAccess.Mapping;

/// <summary>A column of a value type that is never null.</summary>
internal sealed class ValueColumn<T, TValue>(string column, Func<T, TValue> get, ColumnTraits? traits)
    : ColumnMap<T>(column, typeof(TValue), traits)
    where TValue : struct
{
    public override void Write(T row, RowWriter writer, int column) => writer.Write(column, Sound(Read(row)));

    public override bool IsNull(T row) => false;

    public override int SizeOf(T row) => WireSize.OfValue<TValue>();

    internal override Delegate Getter => get;

    internal override Comparison<T>? Order { get; } = ColumnOrder.Of(get);

    internal override void AppendTo(SqlStatement statement, T row) => statement.AppendFormatted(Sound(Read(row)));

    private TValue Read(T row)
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
