using System.Data.Common;
using System.Text;
using MySqlConnector;

namespace DataAccess.MySql.Tests.Faults;

/// <summary>Rows by LOAD DATA LOCAL.</summary>
internal static class MySqlStream
{
    public static async Task SendAsync(DbConnection connection, long number, CancellationToken cancellationToken)
    {
        using var rows = new MemoryStream(Encoding.UTF8.GetBytes($"{number}\ts\n"));
        var loader = new MySqlBulkLoader((MySqlConnection)connection) { TableName = "fault_rows", Local = true, SourceStream = rows };
        loader.Columns.AddRange(["number", "sensor"]);
        await loader.LoadAsync(cancellationToken);
    }
}
