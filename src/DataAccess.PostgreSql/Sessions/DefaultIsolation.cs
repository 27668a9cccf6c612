using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The default isolation level of a session's transactions. Npgsql names a level in every BEGIN, so the default has to be known to
/// be kept. It is queried once per session, because only the session itself, or a new server configuration, could change it.
/// </summary>
internal sealed class DefaultIsolation
{
    private readonly ConditionalWeakTable<DbConnection, object> _levels = [];

    public async ValueTask<IsolationLevel> OfAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (_levels.TryGetValue(connection, out var known))
        {
            return (IsolationLevel)known;
        }

        var level = Parse((string?)await RawSql.QueryScalarAsync(connection, "show default_transaction_isolation", cancellationToken).ConfigureAwait(false));
        _levels.AddOrUpdate(connection, level);
        return level;
    }

    /// <summary>Discards the value, so that it is queried again.</summary>
    public void Forget(DbConnection connection) => _levels.Remove(connection);

    private static IsolationLevel Parse(string? name) => name switch
    {
        "serializable" => IsolationLevel.Serializable,
        "repeatable read" => IsolationLevel.RepeatableRead,
        "read uncommitted" => IsolationLevel.ReadUncommitted,
        _ => IsolationLevel.ReadCommitted,
    };
}
