using DataAccess.Providers;
using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Sessions;

/// <summary>The function <c>session_value(name)</c> of a connection: a session value of the running call, or null.</summary>
internal sealed class SessionValueFunction
{
    public const string Name = "session_value";

    // Set while nothing runs on the connection; what hands the work to its thread makes it visible there.
    public SessionValues? Values { get; set; }

    public static SessionValueFunction Register(SqliteConnection connection)
    {
        var function = new SessionValueFunction();

        // Not deterministic: an index or a generated column must not keep what one caller saw.
        connection.CreateFunction<string?, object?>(Name, name => function.Find(name), isDeterministic: false);
        return function;
    }

    private object? Find(string? name)
    {
        if (Values is { } values && name is not null)
        {
            foreach (var (known, value) in values.Items)
            {
                if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                {
                    return value is Guid ? SessionValues.TextOf(value) : value;
                }
            }
        }

        return null;
    }
}
