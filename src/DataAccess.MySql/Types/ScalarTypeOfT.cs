namespace DataAccess.MySql.Types;

/// <summary>How <typeparamref name="TValue"/> is mapped to MySQL.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <param name="columnType">The type of a column that stores its values.</param>
/// <param name="readFrom">The column types that are read as this one.</param>
/// <param name="loadInto">The column types that LOAD DATA fills with its text as an insert would.</param>
/// <param name="writeText">Writes a value as LOAD DATA reads it.</param>
/// <param name="toParameter">Converts a value for the parameter of an insert; null for the value itself.</param>
/// <param name="canStore">Which values MySQL can store; null for all.</param>
internal sealed class ScalarType<TValue>(
    string columnType,
    string[] readFrom,
    string[] loadInto,
    Action<MySqlLoadWriter, TValue> writeText,
    Func<TValue, object>? toParameter = null,
    Func<TValue, bool>? canStore = null)
    : ScalarType(typeof(TValue), columnType, readFrom, loadInto)
    where TValue : notnull
{
    public Action<MySqlLoadWriter, TValue> WriteText => writeText;

    public object ToParameter(TValue value) => toParameter is null ? value : toParameter(value);

    public bool CanStore(TValue value) => canStore is null || canStore(value);

    public override object ToParameter(object value) => toParameter is null ? value : toParameter((TValue)value);

    public override bool CanStore(object value) => canStore is null || canStore((TValue)value);
}
