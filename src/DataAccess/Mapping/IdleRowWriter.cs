namespace DataAccess.Mapping;

/// <summary>Receives values and discards them, to check whether they can be read.</summary>
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
