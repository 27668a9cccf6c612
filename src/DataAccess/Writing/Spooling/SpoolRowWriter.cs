using DataAccess.Mapping;

namespace DataAccess.Writing.Spooling;

/// <summary>Writes the values of one row, in the order of the map's columns.</summary>
internal sealed class SpoolRowWriter(SpoolBuffer to) : RowWriter
{
    public override void Write<TValue>(int column, TValue value) => SpoolValues.Write(to, value);

    public override void WriteNull(int column) => SpoolValues.WriteNull(to);
}
