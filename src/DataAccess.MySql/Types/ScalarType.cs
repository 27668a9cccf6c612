namespace DataAccess.MySql.Types;

/// <summary>How one CLR type is mapped to MySQL.</summary>
/// <param name="type">The CLR type.</param>
/// <param name="columnType">The type of a column that stores its values.</param>
/// <param name="readFrom">The column types that are read as this one, by the catalog's names; none if another line has them.</param>
/// <param name="loadInto">The column types that LOAD DATA fills with its text as an insert would, by the driver's names.</param>
internal abstract class ScalarType(Type type, string columnType, string[] readFrom, string[] loadInto)
{
    public Type Type => type;

    public string ColumnType => columnType;

    public IReadOnlyList<string> ReadFrom => readFrom;

    /// <summary>How LOAD DATA is instructed to read a column of a type.</summary>
    /// <param name="name">The column's type by the driver's name for it, without length and sign.</param>
    public MySqlLoadColumn LoadInto(string name)
        => !loadInto.Contains(name, StringComparer.Ordinal) ? MySqlLoadColumn.Unsafe
        : type == typeof(byte[]) ? MySqlLoadColumn.Hex
        : name == "BIT" ? MySqlLoadColumn.Bits
        : MySqlLoadColumn.Text;

    /// <summary>Whether MySQL can store a value.</summary>
    public abstract bool CanStore(object value);

    /// <summary>The value as a parameter is sent.</summary>
    public abstract object ToParameter(object value);
}
