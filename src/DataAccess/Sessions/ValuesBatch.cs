using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;

namespace DataAccess.Sessions;

/// <summary>A statement in one round trip with the session values before it, which end with the batch, whether or not it succeeds.</summary>
internal static class ValuesBatch
{
    public static async ValueTask<DbBatch> AroundAsync(PhysicalConnection connection, StatementCall call, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        connection.AddTo(batch, call);
        if (connection.Statements.Prepares(call.Text))
        {
            // The statement is prepared, and the driver finds it by its text; so it does the values.
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        return batch;
    }
}
