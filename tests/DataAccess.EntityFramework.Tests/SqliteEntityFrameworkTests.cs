using DataAccess.Conformance;
using Microsoft.EntityFrameworkCore;

namespace DataAccess.EntityFramework.Tests;

public sealed class SqliteEntityFrameworkTests() : EntityFrameworkSuite(new SqliteEngine())
{
    protected override void Configure(DbContextOptionsBuilder options, string connectionString, bool retries)
        => options.UseSqlite($"Data Source={connectionString["sqlite:".Length..]};Pooling=false");

    protected override void ConfigureOther(DbContextOptionsBuilder options) => options.UseNpgsql("Host=127.0.0.1;Port=1;Timeout=1");
}
