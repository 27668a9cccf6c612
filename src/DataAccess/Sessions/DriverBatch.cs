using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>A batch that its caller fills, of which nothing is known: it may write, leave anything in the session, and end a transaction.</summary>
internal static class DriverBatch
{
    /// <summary>A call for the pipeline, which looks at what the statement may do and shows its text in traces.</summary>
    public static StatementCall CallFor(SqlDialect dialect)
        => new(
            new SqlText("batch", [], dialect, new SqlAnalysis("batch", IsRead: false, MayDirtySession: true, IsPreparable: false)) { IsOneOff = true, EffectOnTransaction = TransactionEffect.MayEnd },
            []);

    public static async ValueTask<TResult> RunAsync<TResult>(
        PhysicalConnection connection,
        (SqlText Text, Action<DbBatch> Fill, Func<DbDataReader, CancellationToken, ValueTask<TResult>> Read) call,
        CancellationToken cancellationToken)
    {
        if (!connection.Connection.CanCreateBatch)
        {
            throw new NotSupportedException($"The driver of {connection.Provider.Dialect.Name} has no batches. Run the statements in a transaction, or several reads by QueryMultipleAsync.");
        }

        connection.MarkDirty();
        var batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            call.Fill(batch);
            return await Rows.ReadAsync(
                new StatementRun(connection, call.Text, isRead: false, command: null, batch),
                call.Text,
                async (reader, _, ct) => (await call.Read(reader, ct).ConfigureAwait(false), false),
                cancellationToken).ConfigureAwait(false);
        }
    }
}
