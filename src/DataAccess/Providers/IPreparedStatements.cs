using System.Data.Common;
using DataAccess.Sql;

namespace DataAccess.Providers;

/// <summary>The prepared commands of one connection.</summary>
internal interface IPreparedStatements
{
    /// <summary>Returns the command of a text with its parameters set; it belongs to the connection.</summary>
    ValueTask<DbCommand> GetAsync(SqlText text, object?[] values, CancellationToken cancellationToken);

    /// <summary>Removes the command of a text.</summary>
    ValueTask RemoveAsync(SqlText text);
}
