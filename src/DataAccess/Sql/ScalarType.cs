using System.Data.Common;

namespace DataAccess.Sql;

/// <summary>A CLR type whose values are stored in one column. Each provider's own table says how its database handles the type.</summary>
/// <param name="type">The CLR type.</param>
/// <param name="isBitwise">Whether two values that .NET considers equal have the same bits, as far as a driver may look at them.</param>
internal abstract class ScalarType(Type type, bool isBitwise)
{
    public Type Type => type;

    /// <summary>Reads a column as the type, exactly or not at all.</summary>
    public abstract object Read(DbDataReader reader, int column);

    public bool IsBitwise => isBitwise;

    /// <summary>The nullable form of the type.</summary>
    public abstract Type NullableType { get; }

    /// <summary>The type of a list that is sent, or stored in a column, as an array; null if there is none.</summary>
    public abstract Type? ArrayType { get; }

    /// <summary>The type of such a list in which some values are null; null if there is none.</summary>
    public abstract Type? NullableArrayType { get; }

    /// <summary>Reads a column as an array.</summary>
    public abstract object ReadArray(DbDataReader reader, int column);

    /// <summary>Reads a column as an array in which some values may be null.</summary>
    public abstract object ReadNullableArray(DbDataReader reader, int column);

    /// <summary>The converters of its lists, and of its arrays in which some values are null, to arrays; none if there are no arrays.</summary>
    public abstract IEnumerable<ValueConversion> ListConversions();

    public abstract TResult Accept<TResult>(IScalarVisitor<TResult> visitor);

    public abstract TResult AcceptArray<TResult>(IScalarVisitor<TResult> visitor);
}
