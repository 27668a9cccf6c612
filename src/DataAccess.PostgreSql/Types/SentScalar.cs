using NpgsqlTypes;

namespace DataAccess.PostgreSql.Types;

/// <summary>How <typeparamref name="TValue"/> is mapped to PostgreSQL.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <typeparam name="TSent">The CLR type that the driver accepts for it.</typeparam>
/// <param name="columnType">The type of a column that stores its values.</param>
/// <param name="parameterType">The type that a parameter is sent as.</param>
/// <param name="catalogName">The name in pg_type of the type that is read as this one, or null.</param>
/// <param name="toDriver">Converts the value to what the driver accepts; null if it accepts the value itself.</param>
/// <param name="createColumn">Creates a column of a batch.</param>
/// <param name="encoders">The encoders for COPY, by the column's type in pg_type.</param>
/// <param name="elementType">The type of a list's elements as the driver accepts them, if it is another.</param>
internal sealed class SentScalar<TValue, TSent>(
    string columnType,
    NpgsqlDbType parameterType,
    string? catalogName,
    Func<TValue, TSent>? toDriver,
    Func<Func<TValue, TSent>, ArrayColumn> createColumn,
    (string CopyType, CopyEncoder<TValue> Encoder)[] encoders,
    Type? elementType = null)
    : ScalarType(typeof(TValue), columnType, parameterType, catalogName)
    where TValue : notnull
    where TSent : notnull
{
    public override Type ElementType => elementType ?? typeof(TSent);

    public override object ToDriver(object value) => toDriver is null ? value : toDriver((TValue)value);

    public override ArrayColumn CreateColumn() => createColumn(toDriver ?? (static value => (TSent)(object)value));

    public override Delegate? EncoderFor(string copyType) => Array.Find(encoders, e => e.CopyType == copyType).Encoder;
}
