namespace DataAccess.PostgreSql;

/// <summary>
/// The statements that write to a table of one shape. With the ledger, its row is written by the same statement: what changes
/// data in a <c>with</c> is always carried out, https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING.
/// </summary>
internal sealed class InsertStatements<T>(PostgreSqlProvider provider, TableMap<T> map, ConflictAction onConflict, TableShape shape, Type[] arrayTypes)
    where T : notnull
{
    private readonly BatchStatement?[] _values = new BatchStatement?[2];
    private readonly BatchStatement?[] _unnest = new BatchStatement?[2];

    public TableShape Shape { get; } = shape;

    /// <summary>The encoder of each column for COPY, or null where one has none.</summary>
    public Delegate[]? Encoders { get; } = shape.EncodersFor(map.Inserted);

    /// <summary>Whether COPY can be used. It knows nothing of conflicts.</summary>
    public bool TakesCopy => onConflict == ConflictAction.Error && Encoders is not null;

    public string Copy => $"copy {InsertSql.Head(provider, map)["insert into ".Length..]} from stdin (format binary)";

    public BatchStatement For(InsertPath path, bool withLedger) => path == InsertPath.Values ? Values(withLedger) : Unnest(withLedger);

    /// <summary>The first row with a value that its column has no form for, or -1.</summary>
    public int FindWithoutForm(ReadOnlySpan<T> rows)
    {
        if (Encoders is null)
        {
            return -1;
        }

        var buffer = new CopyBuffer();
        var writer = new CopyRowWriter<T>([.. map.Inserted], Encoders, buffer);
        try
        {
            for (var i = 0; i < rows.Length; i++)
            {
                buffer.Clear();
                if (!writer.TryWrite(rows[i]))
                {
                    return i;
                }
            }

            return -1;
        }
        finally
        {
            buffer.Release();
        }
    }

    public BatchStatement Values(bool withLedger)
        => _values[withLedger ? 1 : 0] ??= Statement(withLedger, InsertSql.For(provider, map), map.Inserted.Select(static c => c.Type));

    /// <summary>
    /// The arrays are cast to the columns' own types without their length, so that text reaches json or enum columns and too
    /// long a value is refused by the column and not cut by the cast.
    /// </summary>
    private BatchStatement Unnest(bool withLedger)
    {
        return _unnest[withLedger ? 1 : 0] ??= Statement(
            withLedger,
            $"{InsertSql.Head(provider, map)} select * from unnest({string.Join(", ", map.Inserted.Select(Cast))})",
            arrayTypes);

        string Cast(ColumnMap<T> column, int i)
            => Shape.Columns.TryGetValue(column.Column, out var known) ? $"${i + 1}::{known.CastType}[]" : $"${i + 1}";
    }

    private BatchStatement Statement(bool withLedger, string insert, IEnumerable<Type> types)
    {
        var sql = insert + InsertSql.Tail(provider, map, onConflict);
        return withLedger
            ? new BatchStatement(
                provider.Dialect,
                $"with ledger as ({LedgerSql.Insert(provider.Dialect, map.Inserted.Count)}) {sql}",
                [.. types, typeof(Guid), typeof(long)])
            : new BatchStatement(provider.Dialect, sql, [.. types]);
    }
}
