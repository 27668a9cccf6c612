using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A scalar that is a reference type.</summary>
internal sealed class ReferenceScalar<TValue>(bool isBitwise) : ScalarType(typeof(TValue), static (r, i) => r.GetFieldValue<TValue>(i), isBitwise)
    where TValue : class
{
    public override Type NullableType => typeof(TValue);

    public override Type ArrayType => typeof(TValue[]);

    public override Type NullableArrayType => typeof(TValue?[]);

    public override object ReadArray(DbDataReader reader, int column) => reader.GetFieldValue<TValue[]>(column);

    public override TResult Accept<TResult>(IScalarVisitor<TResult> visitor) => visitor.Reference<TValue>();

    public override TResult AcceptArray<TResult>(IScalarVisitor<TResult> visitor) => visitor.Reference<TValue[]>();
}
