using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>What one of several results becomes.</summary>
internal abstract class ResultRead
{
    /// <summary>Reads the current result.</summary>
    /// <param name="reader">The result.</param>
    /// <param name="text">The statement that has this result alone; null for one that has several, whose plan is not kept.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract ValueTask ReadAsync(DbDataReader reader, SqlText? text, CancellationToken cancellationToken);
}
