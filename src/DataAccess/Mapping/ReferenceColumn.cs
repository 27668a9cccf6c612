namespace DataAccess.Mapping;

/// <summary>A column of a reference type.</summary>
internal sealed class ReferenceColumn<T, TValue>(string column, Func<T, TValue?> get, ColumnTraits? traits)
    : ColumnMap<T>(column, typeof(TValue), traits)
    where TValue : class
{
    public override void Write(T row, RowWriter writer, int column)
    {
        if (Read(row) is { } value)
        {
            writer.Write(column, Sound(value));
        }
        else
        {
            writer.WriteNull(column);
        }
    }

    public override bool IsNull(T row) => Read(row) is null;

    public override int SizeOf(T row) => WireSize.OfReference(Read(row));

    internal override Delegate Getter => get;

    internal override Comparison<T>? Order { get; } = ColumnOrder.Of(get);

    internal override void AppendTo(SqlStatement statement, T row) => statement.AppendFormatted(Sound(Read(row)));

    private TValue? Read(T row)
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
