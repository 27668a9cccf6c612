namespace DataAccess.Mapping;

/// <summary>A column of a value type that may be null.</summary>
internal sealed class NullableColumn<T, TValue>(string column, Func<T, TValue?> get, ColumnTraits? traits)
    : GetterColumn<T, TValue?>(column, typeof(TValue), get, traits)
    where TValue : struct
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

    public override int SizeOf(T row) => WireSize.OfValue<TValue>();
}
