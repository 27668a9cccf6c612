using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>A result that becomes a list of rows.</summary>
internal sealed class ResultRead<[DynamicallyAccessedMembers(MappedMembers.All)] T> : ResultRead
{
    /// <summary>The rows of the last read: a statement that is run again is read again.</summary>
    public IReadOnlyList<T> Rows { get; private set; } = [];

    public override async ValueTask ReadAsync(DbDataReader reader, SqlText text, bool keepsPlan, CancellationToken cancellationToken)
        => (Rows, _) = await Sessions.Rows.AllAsync<T>(reader, text, keepsPlan, cancellationToken).ConfigureAwait(false);
}
