using System.Collections;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using DataAccess.Sql;

namespace DataAccess;

/// <summary>
/// An SQL statement with its parameters, written as an interpolated string: <c>$"… where id = {id}"</c>.
/// Every <c>{value}</c> becomes a parameter, never text. A <c>{statement}</c> inside another is spliced in, so that
/// filters compose. A list after <c>in</c> expands to what suits the dialect.
/// </summary>
/// <remarks>
/// There is no conversion from a plain <see cref="string"/> to a statement; <see cref="Raw"/> is the only way to pass text. Inside a
/// statement every <c>$"…"</c> is SQL: assign text that is a value to a variable first.
/// An instance is not thread-safe while it is being built; once built it can be run many times.
/// </remarks>
[InterpolatedStringHandler]
public sealed class SqlStatement
{
    private SqlSegment[] _segments;
    private int _count;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    /// <param name="literalLength">The number of characters of text; not used.</param>
    /// <param name="formattedCount">The number of interpolation expressions.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SqlStatement(int literalLength, int formattedCount)
        => _segments = new SqlSegment[(2 * formattedCount) + 1];

    /// <summary>Whether its fingerprint is one of very many, none of which is likely to be used again soon.</summary>
    internal bool IsOneOff { get; init; }

    /// <summary>Where the text of all statements that are built in the same place is kept; null where each is looked up.</summary>
    internal RenderedText? Rendered { get; set; }

    /// <summary>How the columns of its result are told apart; null if nothing is said of it.</summary>
    internal ColumnSplit? Split { get; private init; }

    /// <summary>Whether it may have a value that a converter is for: one of a type that is no column's, or an enum.</summary>
    internal bool HasModels { get; private set; }

    internal ReadOnlySpan<SqlSegment> Segments => _segments.AsSpan(0, _count);

    /// <summary>Creates a statement from plain text, which is sent unchanged. The text must never contain user input.</summary>
    /// <param name="sql">The SQL text.</param>
    /// <exception cref="ArgumentException"><paramref name="sql"/> is null, empty or blank.</exception>
    public static SqlStatement Raw(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        var statement = new SqlStatement(sql.Length, 0);
        statement.AppendLiteral(sql);
        return statement;
    }

    /// <summary>
    /// Creates a statement from the text of a script, for a <see cref="Connections.DedicatedConnection"/>. The driver looks for neither parameters
    /// nor further statements in it, so a function's body may contain semicolons and a text may contain <c>@name</c> or <c>:name</c>.
    /// </summary>
    /// <param name="sql">The SQL text of one statement.</param>
    /// <exception cref="ArgumentException"><paramref name="sql"/> is null, empty or blank.</exception>
    public static SqlStatement Script(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        var statement = new SqlStatement(sql.Length, 0);
        statement.Add(SqlSegment.Script(sql));
        return statement;
    }

    /// <summary>Creates a fragment from a table or column name, quoted by the dialect, for names that are known only at run time.</summary>
    /// <param name="name">The name; a dot in it is part of the name.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty, or contains a NUL character.</exception>
    public static SqlStatement Identifier(string name)
    {
        SqlDialect.CheckIdentifier(name);
        var statement = new SqlStatement(0, 1);
        statement.Add(SqlSegment.Identifier(name));
        return statement;
    }

    /// <summary>
    /// Says where the objects begin that a row becomes, for a query of a tuple of rows: <c>QueryAsync&lt;(Order, Customer)&gt;</c>. Without it each
    /// begins at its key.
    /// </summary>
    /// <param name="statement">The query.</param>
    /// <param name="columns">The first column of the second object and of each that follows, or one column that is the first of each. Where a result has several of a name, the last one in front of the next object counts.</param>
    /// <returns>A statement with the same text and values.</returns>
    /// <exception cref="ArgumentException">There is no column, or one is empty.</exception>
    public static SqlStatement SplitOn(SqlStatement statement, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(columns);
        return columns.Length > 0 && Array.TrueForAll(columns, static column => !string.IsNullOrEmpty(column))
            ? statement.With(new ColumnSplit(isPrefix: false, columns))
            : throw new ArgumentException("Name the first column of each object after the first one.", nameof(columns));
    }

    /// <summary>
    /// Says by which prefix the columns of each object are told apart, for a query of a tuple of rows: <c>order_id</c> and <c>customer_id</c> are both an
    /// <c>Id</c>.
    /// </summary>
    /// <param name="statement">The query.</param>
    /// <param name="prefixes">The prefix of each object, in the order of the tuple. An empty one takes the columns that no other prefix takes.</param>
    /// <returns>A statement with the same text and values.</returns>
    /// <exception cref="ArgumentException">There is no prefix, or one is null or given twice.</exception>
    public static SqlStatement SplitByPrefix(SqlStatement statement, params string[] prefixes)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(prefixes);
        return prefixes.Length > 0 && Array.TrueForAll(prefixes, static prefix => prefix is not null)
            && prefixes.Distinct(StringComparer.OrdinalIgnoreCase).Count() == prefixes.Length
            ? statement.With(new ColumnSplit(isPrefix: true, prefixes))
            : throw new ArgumentException("Give each object a prefix of its own.", nameof(prefixes));
    }

    /// <summary>Called by the compiler: appends text of the interpolated string.</summary>
    /// <param name="value">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value) => Add(SqlSegment.Literal(value));

    /// <summary>Called by the compiler: inserts another statement.</summary>
    /// <param name="fragment">The statement; null appends nothing, so that an optional filter may be null.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(SqlStatement? fragment)
    {
        if (fragment is null)
        {
            return;
        }

        HasModels |= fragment.HasModels;
        foreach (var segment in fragment.Segments.ToArray())
        {
            Add(segment);
        }
    }

    /// <summary>Called by the compiler: appends a value as a parameter, or a list of values after <c>in</c>.</summary>
    /// <typeparam name="T">The declared type, which determines the parameter's type even if the value is null.</typeparam>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value)
    {
        HasModels |= !ColumnValue<T>.IsOne;
        if (value is SqlStatement fragment)
        {
            AppendFormatted(fragment);
        }
        else if (value is IEnumerable values and not string && FollowsIn())
        {
            Add(ListValues.ToSegment(values));
        }
        else if (value is null or DBNull && typeof(T) == typeof(object) || typeof(T) == typeof(DBNull))
        {
            AppendNull(typeof(object));
        }
        else
        {
            AppendValue(value);
        }
    }

    /// <summary>Appends a value that may be an enum's number.</summary>
    internal void AppendNumber<T>(T value, Type? enumType)
    {
        AppendStored(value);
        if (enumType is not null)
        {
            _segments[_count - 1] = _segments[_count - 1] with { EnumType = enumType };
        }
    }

    /// <summary>Appends a parameter as a column stores it, of a type that is known only at run time.</summary>
    internal void AppendStored(object? value, Type type) => Add(SqlSegment.Parameter(value, type) with { IsStored = true });

    /// <summary>Appends a value, or a list of values after <c>in</c>, as a column stores it.</summary>
    internal void AppendStored<T>(T value)
    {
        AppendFormatted(value);
        _segments[_count - 1] = _segments[_count - 1] with { IsStored = true };
    }

    /// <summary>Appends a parameter that is null and has the type of others that are not.</summary>
    internal void AppendNull(Type type) => Add(EnumNumber.IfEnum(SqlSegment.Parameter(null, type)));

    /// <summary>The SQL text with <c>?</c> for each value. Values are not shown.</summary>
    public override string ToString()
        => string.Concat(_segments.Take(_count).Select(s => s.Kind switch
        {
            SqlSegmentKind.Text or SqlSegmentKind.Script => s.Text,
            SqlSegmentKind.Identifier => $"\"{s.Text}\"",
            SqlSegmentKind.Value => "?",
            _ => "(?…)",
        }));

    private void AppendValue<T>(T value)
    {
        var type = typeof(T) == typeof(object) && value is not null ? value.GetType() : typeof(T);
        if (UnpairedSurrogate.FindIn(value) is { } problem)
        {
            throw new ArgumentException($"A value in the statement contains {problem}.", nameof(value));
        }

        if (ListElementType.IsNoSequence(value, type) && FollowsIn())
        {
            throw new ArgumentException(
                value is null
                    ? $"The list of type {type.Name} after 'in' is null. An empty list matches no row."
                    : $"A {type.Name} after 'in' cannot be enumerated. Pass an array: memory.ToArray().",
                nameof(value));
        }

        Add(typeof(Stream).IsAssignableFrom(type)
            ? SqlSegment.Parameter(value, typeof(Stream))
            : EnumNumber.IfEnum(SqlSegment.Parameter(value, Nullable.GetUnderlyingType(type) ?? type)));
    }

    private bool FollowsIn() => _count > 0 && _segments[_count - 1] is { Kind: SqlSegmentKind.Text } last && SqlKeywords.EndsWithIn(last.Text);

    /// <summary>The same statement, to be changed.</summary>
    internal SqlStatement Copy() => new(0, 0) { _segments = Segments.ToArray(), _count = _count, IsOneOff = IsOneOff, Rendered = Rendered, HasModels = HasModels, Split = Split };

    /// <summary>The same statement without semicolons at its end, and what follows them, so that something can be added to it.</summary>
    internal SqlStatement WithoutEnd(SqlDialect dialect)
    {
        if (_count == 0 || _segments[_count - 1] is not { Kind: SqlSegmentKind.Text, Text: { } text })
        {
            return this;
        }

        var tokens = SqlScanner.Scan(text, dialect.Lexis, out _);
        var last = tokens.FindLastIndex(static token => token.Kind != SqlTokenKind.Separator) + 1;
        if (last == tokens.Count)
        {
            return this;
        }

        var cut = Copy();
        cut.Rendered = null;
        cut._segments[_count - 1] = SqlSegment.Literal(text[..tokens[last].Start]);
        return cut;
    }

    /// <summary>The same statement, which the library wrote: it leaves nothing in the session and is not run again, although it may begin as a query does.</summary>
    internal SqlStatement OfLibrary() => new(0, 0) { _segments = Segments.ToArray(), _count = _count, IsOneOff = true, HasModels = HasModels };

    /// <summary>The same statement, with a text of its own: the plan for its rows is kept with the text.</summary>
    private SqlStatement With(ColumnSplit split) => new(0, 0) { _segments = Segments.ToArray(), _count = _count, HasModels = HasModels, Split = split };

    /// <summary>Puts another value in place of one.</summary>
    internal void Replace(int index, in SqlSegment segment) => _segments[index] = segment;

    private void Add(in SqlSegment segment)
    {
        if (_count == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(4, _count * 2));
        }

        _segments[_count++] = segment;
    }
}
