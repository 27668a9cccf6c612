namespace DataAccess.Mapping;

/// <summary>A column of a value type that is never null.</summary>
internal sealed class ValueColumn<T, TValue>(string column, Func<T, TValue> get, ColumnTraits? traits)
    : GetterColumn<T, TValue>(column, typeof(TValue), get, traits)
    where TValue : struct
{
    public override void Write(T row, RowWriter writer, int column) => writer.Write(column, Sound(Read(row)));

    public override bool IsNull(T row) => false;

    public override int SizeOf(T row) => WireSize.OfValue<TValue>();
}
