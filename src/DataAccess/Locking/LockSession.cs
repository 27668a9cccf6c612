using DataAccess.Connections;

namespace DataAccess.Locking;

/// <summary>The session of a server that holds the locks of this process. One statement runs at a time.</summary>
internal sealed class LockSession(DedicatedConnection connection)
{
    public DedicatedConnection Connection => connection;

    /// <summary>Whether its connection is given up: nothing that it held counts.</summary>
    public bool IsDropped { get; set; }

    /// <summary>How many locks it has.</summary>
    public int Locks { get; set; }

    private SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Runs a statement that gives one number. Whether it ends in time is the caller's to watch.</summary>
    /// <param name="statement">Makes the statement, once nothing else runs.</param>
    public async Task<long> RunAsync(Func<SqlStatement> statement)
    {
        await Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var rows = await connection.QueryAsync(statement(), static row => row.IsDBNull(0) ? 0 : Convert.ToInt64(row.GetValue(0), null)).ConfigureAwait(false);
            return rows[0];
        }
        finally
        {
            Turn.Release();
        }
    }
}
