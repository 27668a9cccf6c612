using DataAccess.Sqlite.Failures;
using DataAccess.Sqlite.Sessions;
using DataAccess.Sqlite.Types;

namespace DataAccess.Sqlite.Inserting;

/// <summary>
/// Determines whether a row that was not written yields to a row with its key or was left out for another reason, by inserting it in
/// such a way that a conflict is an error.
/// </summary>
internal sealed class SqliteConflictProbe<T>(SqliteSession session, SqliteConflictQueries<T> conflicts) : IDisposable
    where T : notnull
{
    // https://www.sqlite.org/rescode.html#constraint_primarykey, #constraint_unique, #constraint_rowid
    private const int PrimaryKey = 1555;
    private const int Unique = 2067;
    private const int RowId = 2579;

    private readonly bool _isSure = conflicts.IsSure(session);
    private SqliteStatement? _statement;
    private SqliteStatement? _findKey;

    /// <summary>Why the row was not stored; null if it yields.</summary>
    public DatabaseFailure? FindLost(T row)
    {
        if (_isSure || (conflicts.SendsKey && IsThere(row)))
        {
            return null;
        }

        _statement ??= new SqliteStatement(session, conflicts.Insert);
        using var writer = new SqliteRowWriter(_statement);
        conflicts.Map.Write(row, writer);

        session.Execute("savepoint dataaccess_probe"u8);
        var rejection = _statement.Execute();
        session.Execute("rollback to dataaccess_probe"u8);
        session.Execute("release dataaccess_probe"u8);
        return rejection is null ? SqliteRowCount<T>.Swallowed()
            : !conflicts.SendsKey && rejection.SqliteExtendedErrorCode is PrimaryKey or Unique or RowId ? null
            : SqliteFailures.Classify(rejection) is { Kind: FailureKind.Rejected } failure ? failure
            : throw rejection;
    }

    public void Dispose()
    {
        _statement?.Dispose();
        _findKey?.Dispose();
    }

    private bool IsThere(T row)
    {
        _findKey ??= new SqliteStatement(session, conflicts.FindKey);
        using var writer = new SqliteRowWriter(_findKey);
        for (var i = 0; i < conflicts.Map.Keys.Count; i++)
        {
            conflicts.Map.Keys[i].Write(row, writer, i);
        }

        return _findKey.HasRow();
    }
}
