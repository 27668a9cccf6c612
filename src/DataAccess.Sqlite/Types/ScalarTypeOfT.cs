namespace DataAccess.Sqlite.Types;

/// <summary>How <typeparamref name="TValue"/> is mapped to SQLite.</summary>
/// <typeparam name="TValue">The CLR type.</typeparam>
/// <param name="columnType">The declared type of a column that stores its values.</param>
/// <param name="readFrom">The declared types that are read as this one.</param>
/// <param name="bind">Binds a value to the parameter of a column.</param>
internal sealed class ScalarType<TValue>(string columnType, string[] readFrom, Action<IValueSink, int, TValue> bind)
    : ScalarType(typeof(TValue), columnType, readFrom)
    where TValue : notnull
{
    public Action<IValueSink, int, TValue> Bind => bind;

    public override void Write(IValueSink sink, object value) => bind(sink, 0, (TValue)value);
}
