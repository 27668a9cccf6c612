using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace DataAccess.EntityFramework;

/// <summary>A context that works on the connection of a transaction.</summary>
internal sealed class AttachedContext(DbContext context, DbConnection connection, DbConnection own, bool isOwned)
{
    /// <summary>Gives the context its own connection again. The transaction and its connection stay as they are.</summary>
    public void Detach()
    {
        try
        {
            var database = context.Database;
            if (!ReferenceEquals(database.GetDbConnection(), connection))
            {
                return;
            }

            database.UseTransaction(null);
            database.SetDbConnection(own, isOwned);
        }
        catch (ObjectDisposedException)
        {
            // The context was disposed in the work; a connection that it does not own stays open. Its own one was never opened.
            if (isOwned)
            {
                own.Dispose();
            }
        }
    }
}
