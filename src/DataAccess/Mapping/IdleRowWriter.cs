namespace DataAccess.Mapping;

/// <summary>Takes values and does nothing with them, to see whether they can be read.</summary>
internal sealed class IdleRowWriter : RowWriter
{
    public static readonly IdleRowWriter Instance = new();

    public override void Write<TValue>(int column, TValue value)
    {
    }

    public override void WriteNull(int column)
    {
    }
}
