using System.Collections;
using System.Data.Common;

namespace DataAccess.Benchmarks;

/// <summary>Shows rows to a bulk copy that wants a reader.</summary>
internal sealed class ItemReader(IEnumerable<Item> items) : DbDataReader
{
    private static readonly string[] Names = Tables.Columns.Split(", ");
    private static readonly Type[] Types = [typeof(long), typeof(string), typeof(decimal), typeof(DateTime), typeof(bool)];

    private readonly IEnumerator<Item> _items = items.GetEnumerator();

    public override int FieldCount => Names.Length;

    public override int Depth => 0;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => _items.MoveNext();

    public override bool NextResult() => false;

    public override string GetName(int ordinal) => Names[ordinal];

    public override int GetOrdinal(string name) => Array.IndexOf(Names, name);

    public override string GetDataTypeName(int ordinal) => Types[ordinal].Name;

    public override Type GetFieldType(int ordinal) => Types[ordinal];

    public override object GetValue(int ordinal) => ordinal switch
    {
        0 => _items.Current.Id,
        1 => _items.Current.Name,
        2 => _items.Current.Amount,
        3 => _items.Current.Created,
        _ => _items.Current.Active,
    };

    public override int GetValues(object[] values)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            values[i] = GetValue(i);
        }

        return Names.Length;
    }

    public override bool IsDBNull(int ordinal) => false;

    public override IEnumerator GetEnumerator() => throw NotNeeded();

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => throw NotNeeded();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw NotNeeded();

    public override char GetChar(int ordinal) => throw NotNeeded();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw NotNeeded();

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override double GetDouble(int ordinal) => throw NotNeeded();

    public override float GetFloat(int ordinal) => throw NotNeeded();

    public override Guid GetGuid(int ordinal) => throw NotNeeded();

    public override short GetInt16(int ordinal) => throw NotNeeded();

    public override int GetInt32(int ordinal) => throw NotNeeded();

    public override long GetInt64(int ordinal) => (long)GetValue(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    protected override void Dispose(bool disposing)
    {
        _items.Dispose();
        base.Dispose(disposing);
    }

    private static NotSupportedException NotNeeded() => new("No column of an item is of this type.");
}
