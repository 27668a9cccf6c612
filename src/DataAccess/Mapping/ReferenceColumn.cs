namespace DataAccess.Mapping;

/// <summary>A column of a reference type.</summary>
internal sealed class ReferenceColumn<T, TValue>(string column, Func<T, TValue?> get, ColumnTraits? traits)
    : GetterColumn<T, TValue?>(column, typeof(TValue), get, traits)
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
}
