using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A CLR type whose values are one column. What a database makes of it stands in its package's own table.</summary>
/// <param name="type">The CLR type.</param>
/// <param name="read">Reads a column as the type; the driver converts where it can, what is left is done here.</param>
/// <param name="isBitwise">Whether two values that .NET takes for equal are alike in every bit that a driver may look at.</param>
internal abstract class ScalarType(Type type, Func<DbDataReader, int, object> read, bool isBitwise)
{
    public Type Type => type;

    public Func<DbDataReader, int, object> Read => read;

    public bool IsBitwise => isBitwise;

    /// <summary>The same type that may be null.</summary>
    public abstract Type NullableType { get; }

    /// <summary>The type of a list that is sent, or kept in a column, as an array; null where there is no such list.</summary>
    public abstract Type? ArrayType { get; }

    /// <summary>Reads a column as an array.</summary>
    public abstract object ReadArray(DbDataReader reader, int column);

    public abstract TResult Accept<TResult>(IScalarVisitor<TResult> visitor);

    public abstract TResult AcceptArray<TResult>(IScalarVisitor<TResult> visitor);
}
