using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DataAccess.Writing.Spooling;

/// <summary>Presents the values of one row of the spool as a database's result, so that they become an object as any row does.</summary>
/// <param name="names">The columns' names.</param>
/// <param name="types">The types of their values.</param>
internal sealed class SpoolRowReader(string[] names, Type[] types) : DbDataReader
{
    private readonly (int Start, int Length)[] _places = new (int, int)[names.Length];
    private ReadOnlyMemory<byte> _values;

    public override int FieldCount => names.Length;

    public override int Depth => 0;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <summary>Shows a row.</summary>
    public void Show(ReadOnlyMemory<byte> values)
    {
        _values = values;
        var from = new SpoolBytes(values.Span);
        for (var i = 0; i < _places.Length; i++)
        {
            var length = (int)from.Number() - 1;
            _places[i] = (values.Length - from.Left.Length, length);
            from.Take(Math.Max(0, length));
        }

        if (!from.Left.IsEmpty)
        {
            throw new MappingException("a row of the spool has more values than the map has columns.");
        }
    }

    public override string GetName(int ordinal) => names[ordinal];

    public override int GetOrdinal(string name) => Array.FindIndex(names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    [UnconditionalSuppressMessage("Trimming", "IL2063", Justification = "Only simple types are columns; nobody reflects over their members.")]
    public override Type GetFieldType(int ordinal) => types[ordinal];

    public override string GetDataTypeName(int ordinal) => types[ordinal].Name;

    public override bool IsDBNull(int ordinal) => _places[ordinal].Length < 0;

    public override object GetValue(int ordinal) => IsDBNull(ordinal) ? DBNull.Value : SpoolValues.Read(types[ordinal], BytesOf(ordinal));

    public override T GetFieldValue<T>(int ordinal)
    {
        if (typeof(T) == typeof(long) && types[ordinal] == typeof(long) && !IsDBNull(ordinal))
        {
            var number = new SpoolBytes(BytesOf(ordinal)).Int64();
            return Unsafe.As<long, T>(ref number);
        }

        if (typeof(T) == typeof(int) && types[ordinal] == typeof(int) && !IsDBNull(ordinal))
        {
            var number = (int)new SpoolBytes(BytesOf(ordinal)).UInt32();
            return Unsafe.As<int, T>(ref number);
        }

        return (T)GetValue(ordinal);
    }

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, names.Length);
        for (var i = 0; i < count; i++)
        {
            values[i] = GetValue(i);
        }

        return count;
    }

    public override bool Read() => throw OnlyShowsRows();

    public override bool NextResult() => throw OnlyShowsRows();

    public override IEnumerator GetEnumerator() => throw OnlyShowsRows();

    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    public override byte GetByte(int ordinal) => (byte)GetValue(ordinal);

    public override char GetChar(int ordinal) => (char)GetValue(ordinal);

    public override DateTime GetDateTime(int ordinal) => (DateTime)GetValue(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetValue(ordinal);

    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    public override float GetFloat(int ordinal) => (float)GetValue(ordinal);

    public override Guid GetGuid(int ordinal) => (Guid)GetValue(ordinal);

    public override short GetInt16(int ordinal) => (short)GetValue(ordinal);

    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw OnlyShowsRows();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw OnlyShowsRows();

    private ReadOnlySpan<byte> BytesOf(int ordinal) => _values.Span.Slice(_places[ordinal].Start, _places[ordinal].Length);

    private static InvalidOperationException OnlyShowsRows() => new("This reader shows one row as whole values.");
}
