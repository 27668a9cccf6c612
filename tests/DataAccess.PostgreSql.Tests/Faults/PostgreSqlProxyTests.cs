using System.Data.Common;
using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using Npgsql;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlProxyTests() : ProxySuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    protected override async Task StreamAsync(DbConnection connection, long number)
    {
        await using var import = await ((NpgsqlConnection)connection).BeginBinaryImportAsync("copy fault_rows (number, sensor) from stdin binary", Token);
        await import.StartRowAsync(Token);
        await import.WriteAsync(number, Token);
        await import.WriteAsync("s", Token);
        await import.CompleteAsync(Token);
    }
}
