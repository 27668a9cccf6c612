using System.Data.Common;

namespace DataAccess.Events.Operating;

/// <summary>
/// Finds transactions of other sessions that have been open for long. While one of them is, PostgreSQL keeps the index entries of handled deliveries, and reads of the table slow down.
/// </summary>
internal static class LongTransactions
{
    /// <summary>How long is long.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <returns>Warnings; none where there are none, where the engine has no such view, and where it cannot be read.</returns>
    public static async ValueTask<IReadOnlyList<string>> FindAsync(DatabaseSession session, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (session.Provider.SystemName != "postgresql")
        {
            return [];
        }

        try
        {
            var open = await session.QueryAsync<(int Pid, double Age, string? State)>(
                $"""
                select pid, cast(extract(epoch from clock_timestamp() - xact_start) as double precision) as age, state from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and (backend_xmin is not null or backend_xid is not null) and xact_start < clock_timestamp() - {limit.TotalSeconds} * interval '1 second'
                order by xact_start limit 5
                """,
                cancellationToken).ConfigureAwait(false);
            return
            [
                .. open.Select(static t => Invariant(
                    $"The session with the process id {t.Pid} ({t.State}) has had a transaction open for {t.Age:0} s. Until it ends, entries of handled events stay in the index of dataaccess_delivery, and looking for events becomes slower. End the transaction, or set idle_in_transaction_session_timeout.")),
            ];
        }
        catch (DbException)
        {
            // A server that speaks like PostgreSQL may have no such view, or not show it.
            return [];
        }
    }
}
