namespace DataAccess.Sqlite;

/// <summary>Looks after each row of a batch whether it was written.</summary>
internal sealed class SqliteRowCount<T>(SqliteSession session, SqliteYield<T> yield) : IDisposable
    where T : notnull
{
    private int _total = session.TotalChanges;
    private bool? _isView;
    private SqliteYieldProbe<T>? _probe;

    /// <summary>Why the row that was just inserted is not there, or null where it is, or rightly yields to one with its key.</summary>
    public DatabaseFailure? FindLost(T row)
    {
        if (session.Changes > 0)
        {
            return null;
        }

        // Of a view SQLite counts nothing, but what its trigger has written.
        _isView ??= yield.IsView(session);
        if (_isView.Value)
        {
            var before = _total;
            _total = session.TotalChanges;
            return _total == before ? Swallowed() : null;
        }

        return yield.MayYield ? (_probe ??= new SqliteYieldProbe<T>(session, yield)).FindLost(row) : Swallowed();
    }

    public void Dispose() => _probe?.Dispose();

    public static DatabaseFailure Swallowed() => new(
        FailureKind.Rejected,
        null,
        "SQLite reported success and stored 0 of 1 rows: a trigger's raise(ignore) or an 'on conflict ignore' of the table swallowed it.");
}
