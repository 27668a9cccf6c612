namespace DataAccess.MySql;

/// <summary>Sees whether a value is null.</summary>
internal sealed class NullProbe : RowWriter
{
    public bool IsNull { get; private set; }

    public override void Write<TValue>(int column, TValue value) => IsNull = false;

    public override void WriteNull(int column) => IsNull = true;
}
