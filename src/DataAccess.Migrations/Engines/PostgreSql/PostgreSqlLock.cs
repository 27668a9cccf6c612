using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>
/// The numbers of the runner's advisory locks, which PostgreSQL counts per database: one for each schema that has a history, so that those of several
/// tenants are migrated side by side. Each is also written as an expression, for a script that does not know its schema.
/// </summary>
internal static class PostgreSqlLock
{
    private const string Public = "public";
    private const string PublicLock = "4919180275364738";
    private const string PublicGate = "4919180275364739";

    /// <summary>The schema that a script begins with.</summary>
    private const string Current = "coalesce(current_schema(), 'public')";

    /// <summary>The lock of a schema's history.</summary>
    public static string Of(string? schema) => schema is null or Public ? PublicLock : Hash("lock:" + schema);

    /// <summary>
    /// Taken for a moment by whoever is about to take the lock, and by the runner while it moves the lock to another session: so nobody takes it in between.
    /// </summary>
    public static string GateOf(string? schema) => schema is null or Public ? PublicGate : Hash("gate:" + schema);

    /// <summary>The lock of a schema, or of that which the script begins with.</summary>
    public static string InScript(string? schema) => schema is null ? Expression("lock:", PublicLock) : Of(schema);

    /// <summary>The gate of a schema, or of that which the script begins with.</summary>
    public static string GateInScript(string? schema) => schema is null ? Expression("gate:", PublicGate) : GateOf(schema);

    private static string Hash(string text)
        => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToString(CultureInfo.InvariantCulture);

    private static string Expression(string prefix, string ofPublic)
        => $"case {Current} when '{Public}' then {ofPublic} else ('x' || left(encode(sha256(convert_to('{prefix}' || {Current}, 'UTF8')), 'hex'), 16))::bit(64)::bigint end";
}
