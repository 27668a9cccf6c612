using DataAccess.Mapping;
using DataAccess.PostgreSql.Types;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Inserting.Copying;

/// <summary>Encodes rows as tuples of COPY's binary format: the count of fields, then each field.</summary>
internal sealed class CopyRowWriter<T>(TableMap<T> map, Delegate[] encoders, ByteBuffer buffer) : RowWriter
{
    private const int Null = -1;

    private bool _isEncoded;

    /// <summary>Appends a row; returns false, and appends nothing, if a value cannot be encoded for its column.</summary>
    public bool TryWrite(T row)
    {
        var start = buffer.Length;
        _isEncoded = true;
        buffer.WriteInt16((short)map.Inserted.Count);
        map.Write(row, this);
        if (!_isEncoded)
        {
            buffer.CutAt(start);
        }

        return _isEncoded;
    }

    public override void Write<TValue>(int column, TValue value)
        => _isEncoded &= ((CopyEncoder<TValue>)encoders[column])(buffer, value);

    public override void WriteNull(int column) => buffer.WriteInt32(Null);
}
