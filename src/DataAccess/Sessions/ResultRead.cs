using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>What one of several results becomes.</summary>
internal abstract class ResultRead
{
    /// <summary>Reads the current result.</summary>
    /// <param name="reader">The result.</param>
    /// <param name="text">The statement.</param>
    /// <param name="keepsPlan">Whether the statement has this result alone.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public abstract ValueTask ReadAsync(DbDataReader reader, SqlText text, bool keepsPlan, CancellationToken cancellationToken);
}
