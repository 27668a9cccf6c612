using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A scalar that is a value type.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <param name="read">Reads a column as the type.</param>
/// <param name="isBitwise">As for the base class.</param>
/// <param name="readArray">Reads a column as an array of them; null if there are no arrays of the type.</param>
/// <param name="readNullableArray">Reads a column as an array in which some may be null; null for what the driver does.</param>
internal sealed class ValueScalar<TValue>(
    Func<DbDataReader, int, TValue> read, bool isBitwise, Func<DbDataReader, int, TValue[]>? readArray = null, Func<DbDataReader, int, TValue?[]>? readNullableArray = null)
    : ScalarType(typeof(TValue), isBitwise), IScalarReader<TValue>
    where TValue : struct
{
    public Func<DbDataReader, int, TValue> Reader => read;

    public override Type NullableType => typeof(TValue?);

    public override Type? ArrayType => readArray is null ? null : typeof(TValue[]);

    public override Type? NullableArrayType => readArray is null ? null : typeof(TValue?[]);

    public override object Read(DbDataReader reader, int column) => read(reader, column);

    public override object ReadArray(DbDataReader reader, int column) => readArray!(reader, column);

    public override object ReadNullableArray(DbDataReader reader, int column)
        => readNullableArray is null ? reader.GetFieldValue<TValue?[]>(column) : readNullableArray(reader, column);

    public override IEnumerable<ValueConversion> ListConversions()
        => readArray is null ? [] : [.. DataAccess.Sql.ListConversions.Of<TValue>(), .. DataAccess.Sql.ListConversions.Of<TValue?>(), DriverConversions.Of<TValue?[]>()];

    public override TResult Accept<TResult>(IScalarVisitor<TResult> visitor) => visitor.Value<TValue>();

    public override TResult AcceptArray<TResult>(IScalarVisitor<TResult> visitor) => visitor.Reference<TValue[]>();
}
