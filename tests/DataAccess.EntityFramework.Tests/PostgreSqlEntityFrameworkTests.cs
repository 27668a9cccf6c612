using DataAccess.Conformance;
using Microsoft.EntityFrameworkCore;

namespace DataAccess.EntityFramework.Tests;

public sealed class PostgreSqlEntityFrameworkTests() : EntityFrameworkSuite(PostgreSqlEngine.Shared)
{
    protected override void Configure(DbContextOptionsBuilder options, string connectionString, bool retries)
        => options.UseNpgsql(connectionString + ";Pooling=false", o => _ = retries ? o.EnableRetryOnFailure() : o);

    protected override void ConfigureOther(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=:memory:");
}
