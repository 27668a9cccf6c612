using NpgsqlTypes;

namespace DataAccess.PostgreSql.Types;

/// <summary>What PostgreSQL makes of <typeparamref name="TValue"/>.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <typeparam name="TSent">The CLR type that the driver takes for it.</typeparam>
/// <param name="columnType">The type of a column that keeps its values.</param>
/// <param name="parameterType">The type that a parameter is sent as.</param>
/// <param name="catalogName">The name in pg_type of the type that is read as this one, or null.</param>
/// <param name="toDriver">The value as the driver takes it; null where it takes the value itself.</param>
/// <param name="createColumn">Makes a column of a batch.</param>
/// <param name="encoders">What writes it with COPY, by the column's type in pg_type.</param>
internal sealed class SentScalar<TValue, TSent>(
    string columnType,
    NpgsqlDbType parameterType,
    string? catalogName,
    Func<TValue, TSent>? toDriver,
    Func<Func<TValue, TSent>, ArrayColumn> createColumn,
    (string CopyType, CopyEncoder<TValue> Encoder)[] encoders)
    : ScalarType(typeof(TValue), columnType, parameterType, catalogName)
    where TValue : notnull
    where TSent : notnull
{
    public override Type ElementType => typeof(TSent);

    public override object ToDriver(object value) => toDriver is null ? value : toDriver((TValue)value);

    public override ArrayColumn CreateColumn() => createColumn(toDriver ?? (static value => (TSent)(object)value));

    public override Delegate? EncoderFor(string copyType) => Array.Find(encoders, e => e.CopyType == copyType).Encoder;
}
