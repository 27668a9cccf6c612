namespace DataAccess.Sql;

/// <summary>
/// The enum parameters of a statement, on a database that has columns of names: to such a column the number of an enum is the position of a name. They
/// are sent by name to those columns, and by number to all others. Which is which is found out once for each text.
/// </summary>
internal sealed class EnumParameters
{
    private readonly Type?[] _types;
    private readonly List<(string? Name, bool IsOrdered)> _columns;
    private readonly bool _isCall;
    private readonly bool _hasDerivedTable;
    private readonly bool _hasUnnamedInsert;
    private readonly HashSet<string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private volatile Func<object, object>?[]? _convert;

    private EnumParameters(string sql, Type?[] types, SqlDialect dialect)
    {
        _types = types;
        var tokens = SqlScanner.Scan(sql, dialect.Lexis, out _);
        _columns = new EnumPlaces(sql, tokens).Columns();
        bool Is(int at, string word) => at < tokens.Count && tokens[at].Kind == SqlTokenKind.Word && tokens[at].In(sql).Equals(word, StringComparison.OrdinalIgnoreCase);

        // Such as (select * from orders where …) orders, whose columns are those of the table.
        bool HasColumnsOfItsTable(int open)
        {
            if (!Is(open + 1, "select") || open + 2 >= tokens.Count || tokens[open + 2].In(sql) is not "*" || !Is(open + 3, "from"))
            {
                return false;
            }

            var (depth, close) = (1, open);
            while (depth > 0 && ++close < tokens.Count)
            {
                depth += tokens[close].Kind == SqlTokenKind.Open ? 1 : tokens[close].Kind == SqlTokenKind.Close ? -1 : 0;
            }

            var name = Is(close + 1, "as") ? close + 2 : close + 1;
            return name < tokens.Count && tokens[name].IsName && (name + 1 == tokens.Count || tokens[name + 1].Kind != SqlTokenKind.Open);
        }

        _isCall = tokens.Count > 0 && Is(0, "call");
        _hasDerivedTable = tokens.Count > 0 && Is(0, "with");
        for (var i = 1; i < tokens.Count; i++)
        {
            _hasDerivedTable |= tokens[i].Kind == SqlTokenKind.Open && !HasColumnsOfItsTable(i) && (Is(i - 1, "from") || Is(i - 1, "join") || (tokens[i - 1].In(sql) is "," && i + 1 < tokens.Count && Is(i + 1, "select")));
            if (Is(i - 1, "as") && tokens[i].IsName)
            {
                _aliases.Add(tokens[i].In(sql).ToString());
            }
        }

        Names = [.. tokens.Where(static t => t.IsName).Select(t => t.In(sql).ToString()).Distinct(StringComparer.OrdinalIgnoreCase)];
        _hasUnnamedInsert = _columns.Count != types.Length || (Names.Contains("values", StringComparer.OrdinalIgnoreCase) && _columns.Exists(static c => c.Name is null));
    }

    /// <summary>The names in the statement, among them its tables.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsKnown => _convert is not null;

    /// <summary>Those of a statement; null if it has none.</summary>
    public static EnumParameters? In(string sql, Type?[] types, SqlDialect dialect)
        => dialect.HasColumnsOfNames && Array.Exists(types, static type => type is not null) ? new EnumParameters(sql, types, dialect) : null;

    /// <param name="columns">The columns of the statement's tables: their names, whether they store names, which, and whether several of them.</param>
    /// <exception cref="MappingException">The text does not show whether a parameter belongs to a column of names.</exception>
    public void Learn(IReadOnlyCollection<(string Name, bool StoresName, IReadOnlyList<string>? Names, bool StoresSeveral)> columns)
    {
        var named = columns.Where(static c => c.StoresName).ToLookup(static c => c.Name, StringComparer.OrdinalIgnoreCase);
        var others = columns.Where(static c => !c.StoresName).Select(static c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var mayBeAny = named.Count > 0 && (_hasUnnamedInsert || Names.Any(named.Contains));
        var convert = new Func<object, object>?[_types.Length];
        for (var i = 0; i < _types.Length; i++)
        {
            var (column, isOrdered) = i < _columns.Count ? _columns[i] : default;
            if (_types[i] is not { } type)
            {
                continue;
            }

            var isNamed = column is not null && named.Contains(column);
            var isOther = column is not null && others.Contains(column);
            var isUnclear = column is null
                ? mayBeAny || _isCall
                : (isNamed && isOther) || (!isNamed && !isOther && (named.Count > 0 || columns.Count == 0)) || (named.Count > 0 && (_hasDerivedTable || _aliases.Contains(column)));
            if (isUnclear && type == typeof(string))
            {
                continue;
            }

            if (isUnclear)
            {
                throw new MappingException(
                    $"A value of the enum {type.Name} may belong to a column of names{(column is null ? "" : $", '{column}'")}, which the statement does not show. "
                    + "Pass value.ToString() for a name or (int)value for a number, or name the columns of the insert.");
            }

            var (names, isSet) = isNamed ? named[column!].Select(static c => (c.Names, c.StoresSeveral)).First() : default;
            convert[i] = !isNamed ? null
                : isOrdered && names is not null ? number => EnumRank.Of(NameOf(type, number), names, isSet)
                : type == typeof(string) ? null
                : number => InOrder(EnumName.Of(type, number), isSet ? names : null);
        }

        _convert = convert;
    }

    /// <summary>The value as it is sent.</summary>
    /// <exception cref="MappingException">A column of names takes a value that has no name.</exception>
    public object ValueOf(int index, object number) => _convert?[index] is { } convert ? convert(number) : number;

    private static string NameOf(Type type, object value) => type == typeof(string) ? (string)value : EnumName.Of(type, value);

    /// <summary>The names of a set in the order in which the server writes them, as it compares the text.</summary>
    private static string InOrder(string names, IReadOnlyList<string>? order)
        => order is null || !names.Contains(',', StringComparison.Ordinal) ? names
        : string.Join(',', names.Split(',').OrderBy(name => Position(order, name)));

    private static int Position(IReadOnlyList<string> order, string name)
        => order.Index().Where(item => string.Equals(item.Item, name, StringComparison.OrdinalIgnoreCase)).Select(static item => item.Index).FirstOrDefault(int.MaxValue);
}
