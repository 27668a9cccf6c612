using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlDriverBatchTests() : DriverBatchSuite(PostgreSqlEngine.Shared)
{
    protected override (string Leave, string Look) Setting => ("select set_config('app.left', 'left', false)", "select current_setting('app.left', true)");

    [Fact]
    public async Task It_sees_the_values_of_its_session()
        => Assert.Equal("7", await Db.As(("tenant", 7)).RunBatchAsync(
            static batch => Add(batch, "select current_setting('app.tenant')"),
            static async (reader, ct) => await reader.ReadAsync(ct) ? reader.GetString(0) : null,
            Token));
}
