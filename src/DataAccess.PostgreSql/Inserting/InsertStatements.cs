using DataAccess.Mapping;
using DataAccess.PostgreSql.Inserting.Copying;
using DataAccess.Providers;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>
/// The statements that write to a table of one shape. With the ledger, the commit marker is written by the same statement: a
/// data-modifying statement in a <c>with</c> clause is always executed,
/// https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING.
/// </summary>
internal sealed class InsertStatements<T>(DatabaseProvider provider, TableMap<T> map, ConflictAction onConflict, TableShape shape, Type[] arrayTypes)
    where T : notnull
{
    private readonly BatchStatement?[] _values = new BatchStatement?[2];
    private readonly BatchStatement?[] _unnest = new BatchStatement?[2];
    private readonly bool _updates = onConflict == ConflictAction.Update;

    public TableShape Shape { get; } = shape;

    /// <summary>Whether a row may be left out because it yields to a row with its key.</summary>
    public bool MayYield { get; } = InsertSql.MayYield(map, onConflict);

    /// <summary>How to verify that rows are stored. A statement that counts its own rows cannot distinguish a row that yields.</summary>
    public StoredCheck Check { get; } = (onConflict == ConflictAction.Update ? shape.Updates : shape.Inserts) switch
    {
        StoredCheck.Counted when InsertSql.MayYield(map, onConflict) => StoredCheck.Transaction,
        var check => check,
    };

    /// <summary>The encoder of each column for COPY, or null if one has none.</summary>
    public Delegate[]? Encoders { get; } = shape.EncodersFor(map.Inserted);

    /// <summary>Whether COPY can be used. It does not support conflict actions.</summary>
    public bool TakesCopy => onConflict == ConflictAction.Error && Encoders is not null;

    public string Copy => $"copy {InsertSql.Head(provider, map)["insert into ".Length..]} from stdin (format binary)";

    /// <summary>The strategy for a batch. A row that may yield is sent as an array, because only that statement checks whether it may be swallowed.</summary>
    public InsertStrategy StrategyFor(int rows) => InsertStrategies.For(rows, TakesCopy) switch
    {
        InsertStrategy.Values when MayYield => InsertStrategy.Unnest,
        var strategy => strategy,
    };

    /// <summary>The statement of a strategy. In a transaction of several statements the ledger has a separate one.</summary>
    public BatchStatement For(InsertStrategy strategy, bool withLedger)
    {
        withLedger &= Check != StoredCheck.Transaction;
        return strategy == InsertStrategy.Values ? Values(withLedger) : Unnest(withLedger);
    }

    /// <summary>The first row with a value that cannot be encoded for its column, or -1.</summary>
    public int FindUnencodable(ReadOnlySpan<T> rows)
    {
        if (Encoders is null)
        {
            return -1;
        }

        var buffer = new ByteBuffer();
        var writer = new CopyRowWriter<T>(map, Encoders, buffer);
        try
        {
            for (var i = 0; i < rows.Length; i++)
            {
                buffer.CutAt(0);
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

    private BatchStatement Values(bool withLedger)
        => _values[withLedger ? 1 : 0] ??= Statement(withLedger, InsertSql.For(provider, map), "1", map.Inserted.Select(static c => c.Type));

    /// <summary>
    /// The arrays are cast to the columns' types without their length, so that text reaches json or enum columns, and a value that is
    /// too long is rejected by the column and not truncated by the cast.
    /// </summary>
    private BatchStatement Unnest(bool withLedger)
    {
        return _unnest[withLedger ? 1 : 0] ??= Statement(
            withLedger,
            $"{InsertSql.Head(provider, map)} select * from unnest({string.Join(", ", map.Inserted.Select(Cast))}){Guard()}",
            $"cardinality({Cast(map.Inserted[0], 0)})",
            arrayTypes);

        string Guard() => Check == StoredCheck.Guarded ? " where " + TableShapeQuery.Guard(provider.Quote(map.Table), _updates) : "";

        string Cast(ColumnMap<T> column, int i)
            => Shape.Columns.TryGetValue(column.Column, out var known) ? Invariant($"${i + 1}::{known.CastType}[]") : Invariant($"${i + 1}");
    }

    private BatchStatement Statement(bool withLedger, string insert, string sent, IEnumerable<Type> types)
    {
        var sql = insert + InsertSql.Tail(provider, map, onConflict);
        var ledger = withLedger ? $"ledger as ({LedgerSql.Insert(provider.Dialect, map.Inserted.Count)})" : "";
        if (Check == StoredCheck.Counted)
        {
            sql = CountedInsert.Sql(sql, sent, ledger);
        }
        else if (withLedger)
        {
            sql = $"with {ledger} {sql}";
        }

        return new BatchStatement(provider.Dialect, sql, withLedger ? [.. types, .. LedgerSql.ParameterTypes] : [.. types]);
    }
}
