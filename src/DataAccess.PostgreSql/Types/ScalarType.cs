using NpgsqlTypes;

namespace DataAccess.PostgreSql.Types;

/// <summary>How one CLR type is mapped to PostgreSQL.</summary>
/// <param name="type">The CLR type.</param>
/// <param name="columnType">The type of a column that stores its values.</param>
/// <param name="parameterType">The type that a parameter, or an array's element, is sent as.</param>
/// <param name="catalogName">The name in pg_type of the type whose values are read as this one; null if another line has it.</param>
internal abstract class ScalarType(Type type, string columnType, NpgsqlDbType parameterType, string? catalogName)
{
    public Type Type => type;

    public string ColumnType => columnType;

    public NpgsqlDbType ParameterType => parameterType;

    public string? CatalogName => catalogName;

    /// <summary>The CLR type of an array's elements as the driver accepts them.</summary>
    public abstract Type ElementType { get; }

    /// <summary>The value as the driver accepts it.</summary>
    public abstract object ToDriver(object value);

    /// <summary>An empty column of a batch.</summary>
    public abstract ArrayColumn CreateColumn();

    /// <summary>The <see cref="CopyEncoder{TValue}"/> that writes it into a column of the type with COPY; null if only a cast on the server could.</summary>
    /// <param name="copyType">The column's type by its name in pg_type.</param>
    public abstract Delegate? EncoderFor(string copyType);
}
