namespace DataAccess.Sql;

/// <summary>
/// The enum parameters of a statement, on a database that has columns of names: to such a column the number of an enum is the position of a name. They
/// are sent by name to those columns, and by number to all others. Which is which is found out once for each text.
/// </summary>
internal sealed class EnumParameters
{
    private readonly Type?[] _types;
    private readonly List<string?> _columns;
    private readonly bool _hasUnnamedInsert;
    private volatile bool[]? _isName;

    private EnumParameters(string sql, Type?[] types, SqlDialect dialect)
    {
        _types = types;
        var tokens = SqlScanner.Scan(sql, dialect.Lexis, out _);
        _columns = new EnumPlaces(sql, tokens).Columns();
        Names = [.. tokens.Where(static t => t.IsName).Select(t => t.In(sql).ToString()).Distinct(StringComparer.OrdinalIgnoreCase)];
        _hasUnnamedInsert = _columns.Count != types.Length || (Names.Contains("values", StringComparer.OrdinalIgnoreCase) && _columns.Contains(null));
    }

    /// <summary>The names in the statement, among them its tables.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsKnown => _isName is not null;

    /// <summary>Those of a statement; null if it has none.</summary>
    public static EnumParameters? In(string sql, Type?[] types, SqlDialect dialect)
        => dialect.HasColumnsOfNames && Array.Exists(types, static type => type is not null) ? new EnumParameters(sql, types, dialect) : null;

    /// <param name="columns">The columns of names that the statement's tables have.</param>
    /// <exception cref="MappingException">The text does not show whether a parameter belongs to one of them.</exception>
    public void Learn(IReadOnlyCollection<string> columns)
    {
        var names = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isName = new bool[_types.Length];
        var mayBeAny = names.Count > 0 && (_hasUnnamedInsert || Names.Any(names.Contains));
        for (var i = 0; i < _types.Length; i++)
        {
            var column = i < _columns.Count ? _columns[i] : null;
            if (_types[i] is { } type && column is null && mayBeAny)
            {
                throw new MappingException(
                    $"A value of the enum {type.Name} may belong to a column of names ({string.Join(", ", names)}), which the statement does not show. "
                    + "Pass value.ToString() for its name or its number, (int)value, or name the columns of the insert.");
            }

            isName[i] = _types[i] is not null && column is not null && names.Contains(column);
        }

        _isName = isName;
    }

    /// <summary>The value as it is sent.</summary>
    /// <exception cref="MappingException">A column of names takes a value that has no name.</exception>
    public object ValueOf(int index, object number)
        => _isName is { } isName && isName[index] ? EnumName.Of(_types[index]!, number) : number;
}
