using System.Data.Common;
using DataAccess.Providers;
using Npgsql;
using NpgsqlTypes;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>Sets session values as settings that end with the transaction. Names and values are parameters; the text depends on their number alone.</summary>
internal static class SessionSettingsSql
{
    private static readonly string?[] Texts = new string?[64];

    public static void Write(DbBatchCommand command, SessionValues values)
    {
        var items = values.Items;
        command.CommandText = items.Count < Texts.Length ? Texts[items.Count] ??= TextFor(items.Count) : TextFor(items.Count);
        foreach (var (name, value) in items)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = name });
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = SessionValues.TextOf(value) ?? "" });
        }
    }

    private static string TextFor(int count)
        => "select " + string.Join(", ", Enumerable.Range(0, count).Select(static i => Invariant($"pg_catalog.set_config(${(2 * i) + 1}, ${(2 * i) + 2}, true)")));
}
