using System.Text;

namespace DataAccess.MySql.Inserting;

/// <summary>
/// The text of an insert of any number of rows, taken from a cached text for many rows: building it for each size would take as long
/// as sending it.
/// </summary>
internal sealed class MySqlInsertText(string head, int columns, string tail)
{
    private readonly string _row = $"({string.Join(',', Enumerable.Repeat("?", columns))})";
    private string _many = head + " values ";
    private int _rows;
    private string _last = "";
    private int _lastRows;

    /// <summary>The insert of a number of rows.</summary>
    public string For(int rows)
    {
        if (_lastRows != rows)
        {
            Grow(rows);
            var length = head.Length + " values ".Length + (rows * (_row.Length + 1)) - 1;
            _last = tail.Length == 0 ? _many[..length] : string.Concat(_many.AsSpan(0, length), tail);
            _lastRows = rows;
        }

        return _last;
    }

    private void Grow(int rows)
    {
        if (rows <= _rows)
        {
            return;
        }

        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows);
        var text = new StringBuilder(_many, _many.Length + ((size - _rows) * (_row.Length + 1)));
        for (; _rows < size; _rows++)
        {
            text.Append(_row).Append(',');
        }

        _many = text.ToString();
    }
}
