using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Mapping;

namespace DataAccess.Writing.Spooling;

/// <summary>Presents the values of one row of the spool as a database's result, so that they become an object as any row does.</summary>
/// <param name="names">The columns' names.</param>
/// <param name="types">The types of their values.</param>
internal sealed class SpoolRowReader(string[] names, Type[] types) : OneRowReader
{
    private readonly (int Start, int Length)[] _places = new (int, int)[names.Length];
    private ReadOnlyMemory<byte> _values;

    public override int FieldCount => names.Length;

    public override int Depth => 0;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

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

        // Times and dates are also read as the numbers that they are in the file.
        return typeof(T).IsArray && typeof(T) != types[ordinal] && !IsDBNull(ordinal)
            ? (T)SpoolValues.Read(typeof(T), BytesOf(ordinal))
            : (T)GetValue(ordinal);
    }

    public override int GetInt32(int ordinal) => GetFieldValue<int>(ordinal);

    public override long GetInt64(int ordinal) => GetFieldValue<long>(ordinal);

    private ReadOnlySpan<byte> BytesOf(int ordinal) => _values.Span.Slice(_places[ordinal].Start, _places[ordinal].Length);
}
