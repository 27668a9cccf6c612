using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>The columns of a result, or those of them that become one of several objects.</summary>
internal sealed class ResultColumns
{
    private readonly string[] _names;
    private readonly int[] _ordinals;

    /// <summary>All columns of a result.</summary>
    public ResultColumns(DbDataReader reader, Conversions conversions)
        : this(reader, conversions, "The result", [.. Enumerable.Range(0, reader.FieldCount)], [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)])
    {
    }

    private ResultColumns(DbDataReader reader, Conversions conversions, string subject, int[] ordinals, string[] names)
    {
        Reader = reader;
        Conversions = conversions;
        Subject = subject;
        _ordinals = ordinals;
        _names = names;
    }

    public DbDataReader Reader { get; }

    /// <summary>The database's converters.</summary>
    public Conversions Conversions { get; }

    /// <summary>What they are of, at the beginning of a message.</summary>
    public string Subject { get; }

    public int Count => _names.Length;

    public IReadOnlyList<string> Names => _names;

    /// <summary>The position of a column in the result.</summary>
    public int Ordinal(int index) => _ordinals[index];

    /// <summary>Whether a value of the type is a single column and not a row.</summary>
    public bool IsValue(Type type) => Conversions.Find(type) is not null || ColumnReader.IsScalar(type) || Conversions.IsOfDriver(type);

    /// <summary>The converter with which the first of them is read as a type; null if there is none.</summary>
    public ValueConversion? ConversionOfFirst(Type type) => Conversions.Find(type, Reader, _ordinals[0]);

    /// <summary>Some of them.</summary>
    /// <param name="subject">What these are of.</param>
    /// <param name="indexes">Which.</param>
    /// <param name="skipped">How many characters at the beginning of their names do not count.</param>
    public ResultColumns Some(string subject, IReadOnlyList<int> indexes, int skipped = 0)
        => new(Reader, Conversions, subject, [.. indexes.Select(i => _ordinals[i])], [.. indexes.Select(i => _names[i][skipped..])]);

    public override string ToString() => string.Join(", ", _names);
}
