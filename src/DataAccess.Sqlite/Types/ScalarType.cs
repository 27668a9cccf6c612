namespace DataAccess.Sqlite.Types;

/// <summary>How one CLR type is mapped to SQLite.</summary>
/// <param name="type">The CLR type.</param>
/// <param name="columnType">The declared type of a column that stores its values.</param>
/// <param name="readFrom">The declared types that are read as this one; none if another line, or the affinity, determines it.</param>
internal abstract class ScalarType(Type type, string columnType, string[] readFrom)
{
    public Type Type => type;

    public string ColumnType => columnType;

    public IReadOnlyList<string> ReadFrom => readFrom;

    /// <summary>Writes a value in the form in which it is stored.</summary>
    public abstract void Write(IValueSink sink, object value);
}
