using DataAccess.Conformance;
using DataAccess.EntityFramework.Tests;
using Microsoft.EntityFrameworkCore;

namespace DataAccess.EntityFramework.MySql.Tests;

/// <summary>MySQL and MariaDB through Pomelo's provider.</summary>
public abstract class PomeloSuite(TestEngine engine) : EntityFrameworkSuite(engine)
{
    protected override void Configure(DbContextOptionsBuilder options, string connectionString, bool retries)
        => options.UseMySql(connectionString + ";Pooling=false", new MySqlServerVersion(new Version(8, 4)), o => _ = retries ? o.EnableRetryOnFailure() : o);

    protected override void ConfigureOther(DbContextOptionsBuilder options) => options.UseSqlite("Data Source=:memory:");
}
