using System.Data;
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
        (SqlText Text, Action<DbBatch> Fill, Action<SqlText> Admit, Func<DbDataReader, CancellationToken, ValueTask<TResult>> Read) call,
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
            var limit = batch.Timeout;
            call.Fill(batch);
            Admit(batch, call.Admit, connection.Provider.Dialect);
            try
            {
                return await Rows.ReadAsync(
                    new StatementRun(connection, call.Text, isRead: false, command: null, batch),
                    call.Text,
                    async (reader, _, ct) => (await call.Read(reader, ct).ConfigureAwait(false), false),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception) when (batch.Timeout != limit && connection.Provider.Classify(exception) is { Kind: FailureKind.Cancelled, Code: null })
            {
                throw new DeadlineExceededException(
                    Invariant($"No response was received within the Timeout that was set on the batch ({batch.Timeout} s), and it was cancelled. Increase it, or set it to 0 for no limit."), exception);
            }
        }
    }

    /// <summary>Looks at each command as at a statement. A stored procedure is named and has no text.</summary>
    private static void Admit(DbBatch batch, Action<SqlText> admit, SqlDialect dialect)
    {
        for (var i = 0; i < batch.BatchCommands.Count; i++)
        {
            if (batch.BatchCommands[i] is { CommandType: CommandType.Text, CommandText: { Length: > 0 } text })
            {
                admit(new SqlText(text, [], dialect) { IsOneOff = true });
            }
        }
    }
}
