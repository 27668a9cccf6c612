using DataAccess.Mapping;

namespace DataAccess.PostgreSql;

/// <summary>Encodes rows as tuples of COPY's binary format: the count of fields, then each field.</summary>
internal sealed class CopyRowWriter<T>(ColumnMap<T>[] columns, Delegate[] encoders, CopyBuffer buffer) : RowWriter
{
    private const int Null = -1;

    private bool _hasForm;

    /// <summary>Appends a row; false, and nothing is appended, where a value has no form in its column.</summary>
    public bool TryWrite(T row)
    {
        var start = buffer.Length;
        _hasForm = true;
        buffer.WriteInt16((short)columns.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column].Write(row, this, column);
        }

        if (!_hasForm)
        {
            buffer.CutAt(start);
        }

        return _hasForm;
    }

    public override void Write<TValue>(int column, TValue value)
        => _hasForm &= ((CopyEncoder<TValue>)encoders[column])(buffer, value);

    public override void WriteNull(int column) => buffer.WriteInt32(Null);
}
