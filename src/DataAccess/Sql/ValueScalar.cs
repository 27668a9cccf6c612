using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A scalar that is a value type.</summary>
internal sealed class ValueScalar<TValue>(Func<DbDataReader, int, object> read, bool isBitwise, bool hasArrays)
    : ScalarType(typeof(TValue), read, isBitwise)
    where TValue : struct
{
    public override Type NullableType => typeof(TValue?);

    public override Type? ArrayType => hasArrays ? typeof(TValue[]) : null;

    public override Type? NullableArrayType => hasArrays ? typeof(TValue?[]) : null;

    public override object ReadArray(DbDataReader reader, int column) => reader.GetFieldValue<TValue[]>(column);

    public override TResult Accept<TResult>(IScalarVisitor<TResult> visitor) => visitor.Value<TValue>();

    public override TResult AcceptArray<TResult>(IScalarVisitor<TResult> visitor) => visitor.Reference<TValue[]>();
}
