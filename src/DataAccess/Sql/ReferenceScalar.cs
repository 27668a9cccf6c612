using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A scalar that is a reference type.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <param name="read">Reads a column as the type.</param>
/// <param name="isBitwise">As for the base class.</param>
internal sealed class ReferenceScalar<TValue>(Func<DbDataReader, int, TValue> read, bool isBitwise) : ScalarType(typeof(TValue), isBitwise), IScalarReader<TValue>
    where TValue : class
{
    public Func<DbDataReader, int, TValue> Reader => read;

    public override Type NullableType => typeof(TValue);

    public override Type ArrayType => typeof(TValue[]);

    public override Type NullableArrayType => typeof(TValue?[]);

    public override object Read(DbDataReader reader, int column) => read(reader, column);

    public override object ReadArray(DbDataReader reader, int column) => reader.GetFieldValue<TValue[]>(column);

    public override object ReadNullableArray(DbDataReader reader, int column) => ReadArray(reader, column);

    public override IEnumerable<ValueConversion> ListConversions() => DataAccess.Sql.ListConversions.Of<TValue>();

    public override TResult Accept<TResult>(IScalarVisitor<TResult> visitor) => visitor.Reference<TValue>();

    public override TResult AcceptArray<TResult>(IScalarVisitor<TResult> visitor) => visitor.Reference<TValue[]>();
}
