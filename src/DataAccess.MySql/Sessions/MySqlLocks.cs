using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using DataAccess.Providers;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// Named locks by GET_LOCK. Its names are the whole server's, of at most 64 characters, and upper and lower case are the same; so the database's name stands before
/// the lock's, and a name that is longer or has other characters is sent as its hash.
/// </summary>
internal sealed class MySqlLocks(string? database) : SessionLockSql
{
    private const int LongestName = 64;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.:/");

    private readonly string _database = database?.ToLowerInvariant() ?? "";

    public override SqlStatement TryTake(string name) => $"select get_lock({NameOf(name)}, 0)";

    public override SqlStatement Release(string name) => $"select release_lock({NameOf(name)})";

    public override SqlStatement CountHeld(IReadOnlyList<string> names)
    {
        SqlStatement sum = $"select 0";
        foreach (var name in names)
        {
            sum.AppendLiteral(" + (is_used_lock(");
            sum.AppendFormatted(NameOf(name));
            sum.AppendLiteral(") <=> connection_id())");
        }

        return sum;
    }

    private string NameOf(string name)
    {
        var full = $"{_database}/{name}";
        return full.Length <= LongestName && !full.AsSpan().ContainsAnyExcept(Plain)
            ? full
            : "dataaccess:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)).AsSpan(0, 24));
    }
}
