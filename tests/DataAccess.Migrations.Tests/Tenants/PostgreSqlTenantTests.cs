using DataAccess.Conformance;
using Npgsql;

namespace DataAccess.Migrations.Tests.Tenants;

[Collection("PostgreSQL")]
public sealed class PostgreSqlTenantTests() : TenantSuite(PostgreSqlEngine.Shared)
{
    protected override string Pattern => @"tenant\_%";

    protected override string NameOf(string suffix) => "tenant_" + suffix;

    protected override async Task<string> CreateAsync(string suffix)
    {
        await RunAsync($"create schema \"{NameOf(suffix)}\"");
        return NameOf(suffix);
    }

    /// <summary>A backslash takes its meaning from a sign, which else stands for any character.</summary>
    [Fact]
    public async Task The_pattern_is_that_of_like()
    {
        await CreateAsync("1");
        await RunAsync("create schema tenantx1");
        Assert.Equal(["tenant_1"], await New().FindAsync(Token), StringComparer.Ordinal);
        Assert.Equal(["tenant_1", "tenantx1"], await New(static t => t.Pattern = "tenant_1").FindAsync(Token), StringComparer.Ordinal);
        Assert.Equal(["public", "tenant_1", "tenantx1"], await New(static t => t.Pattern = "%").FindAsync(Token), StringComparer.Ordinal);
    }

    /// <summary>The server ends a session a moment after it is closed, so one more may still be there for each at work.</summary>
    [Fact]
    public async Task The_number_of_connections_is_bounded()
    {
        Write("1_a.sql", "create table a (n int);\nselect pg_sleep(0.05);");
        for (var i = 0; i < 12; i++)
        {
            await CreateAsync($"{i}");
        }

        var role = $"limited_{Guid.NewGuid():N}";
        await RunAsync($"create role {role} login superuser connection limit 100");
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        await RunAsync($"alter role {role} password '{builder.Password}'");
        try
        {
            await using var database = Database.Open(new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString);
            var most = 0L;
            using var stop = new CancellationTokenSource();
            var watch = Task.Run(
                async () =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        most = Math.Max(most, await Db.QuerySingleAsync<long>($"select count(*) from pg_stat_activity where usename = {role}", Token));
                    }
                },
                Token);
            var results = await new TenantMigrator(database, new TenantOptions { Pattern = Pattern, Parallel = 2 }, new MigrationOptions { Directory = Folder }).UpAsync(cancellationToken: Token);
            await stop.CancelAsync();
            await watch;

            Assert.All(results, static r => Assert.Null(r.Failure));
            Assert.InRange(most, 1, 4);
        }
        finally
        {
            await RunAsync($"drop owned by {role} cascade");
            await RunAsync($"drop role {role}");
        }
    }
}
