using DataAccess.PostgreSql;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/connections.md.</summary>
internal static class ConnectionSnippets
{
    public static Database OpenSized(string url) => PostgreSqlDatabase.Open(url, new PostgreSqlOptions
    {
        // Both are optional. Equal numbers make the size fixed.
        Connections = { MinConnections = 8, MaxConnections = 60 },
    });
}
