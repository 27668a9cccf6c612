using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>
/// A value of a reader's row, copied in pieces out of SQLite's own memory. The driver's stream would open the value in the table by a row id that it
/// looks for in the result, which may be that of another row: of the same table in a join, or of a group.
/// </summary>
internal sealed class ColumnStream : Stream
{
    private readonly SqliteDataReader _reader;
    private readonly int _column;
    private int _position;

    public ColumnStream(SqliteDataReader reader, int column)
    {
        (_reader, _column) = (reader, column);
        if (raw.sqlite3_column_type(reader.Handle, column) == raw.SQLITE_TEXT)
        {
            // Of a text this makes UTF-8, whatever the database's encoding is.
            raw.sqlite3_column_text(reader.Handle, column);
        }

        Length = raw.sqlite3_column_bytes(reader.Handle, column);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = raw.sqlite3_column_blob(_reader.Handle, _column)[_position..];
        var read = Math.Min(rest.Length, buffer.Length);
        rest[..read].CopyTo(buffer);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
