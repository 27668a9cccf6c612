using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DataAccess.Providers;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>Named locks as advisory locks, which a session has in one database. The key is the first 8 bytes of SHA-256 of <c>DataAccess.Lock:</c> and the name.</summary>
internal sealed class PostgreSqlLocks : SessionLockSql
{
    public static readonly PostgreSqlLocks Instance = new();

    public override SqlStatement TryTake(string name) => $"select pg_catalog.pg_try_advisory_lock({KeyOf(name)})::int";

    public override SqlStatement Release(string name) => $"select pg_catalog.pg_advisory_unlock({KeyOf(name)})::int";

    /// <summary>Behind a pooler the session may be another one than that which took the lock, so the server is asked for its own.</summary>
    public override SqlStatement CountHeld(IReadOnlyList<string> names)
        => $"""
            select count(*) from pg_catalog.pg_locks
            where locktype = 'advisory' and objsubid = 1 and granted and pid = pg_catalog.pg_backend_pid()
            and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
            and ((classid::bigint << 32) | objid::bigint) in {names.Select(KeyOf).ToArray()}
            """;

    private static long KeyOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("DataAccess.Lock:" + name)));
}
