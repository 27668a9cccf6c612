namespace DataAccess.Sqlite.Types;

/// <summary>What SQLite makes of one CLR type.</summary>
/// <param name="type">The CLR type.</param>
/// <param name="columnType">The declared type of a column that keeps its values.</param>
/// <param name="readFrom">The declared types that are read as this one; none where another line, or the affinity, says it.</param>
internal abstract class ScalarType(Type type, string columnType, string[] readFrom)
{
    public Type Type => type;

    public string ColumnType => columnType;

    public IReadOnlyList<string> ReadFrom => readFrom;
}
