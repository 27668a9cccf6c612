using System.Data.Common;
using DataAccess.MySql.Sql;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>Session values as variables of the session: numbers as numbers, everything else as text.</summary>
internal static class SessionVariables
{
    public static string TextFor(SessionValues values) => "set " + string.Join(", ", values.Items.Select(static v => $"{NameOf(v.Key)} = ?"));

    public static string ClearText(SessionValues values) => "set " + string.Join(", ", values.Items.Select(static v => $"{NameOf(v.Key)} = null"));

    public static void AddTo(DbParameterCollection parameters, SessionValues values)
    {
        foreach (var (_, value) in values.Items)
        {
            parameters.Add(new MySqlParameter
            {
                Value = value switch
                {
                    null => DBNull.Value,
                    Guid => SessionValues.TextOf(value),
                    _ => MySqlTypes.Find(value.GetType())?.ToParameter(value) ?? value,
                },
            });
        }
    }

    private static string NameOf(string name) => "@" + MySqlDialect.Instance.QuoteIdentifier(name);
}
