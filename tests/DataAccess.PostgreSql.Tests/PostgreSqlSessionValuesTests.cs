using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSessionValuesTests() : SessionValuesSuite(PostgreSqlEngine.Shared)
{
    protected override string Tenant => "nullif(current_setting('app.tenant', true), '')";

    [Fact]
    public async Task A_statement_that_cannot_run_in_a_transaction_is_named()
    {
        foreach (var sql in new[] { "vacuum notes", "create index concurrently on notes (words)" })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.As(("tenant", 1)).ExecuteAsync(SqlStatement.Raw(sql), Token));
            Assert.Contains("cannot run inside a transaction block, and a statement of a session with values (As) is sent with them in one. Run it without As: " + sql, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(await Db.ExecuteAsync($"create table a (id int)", Token), await Db.As(("tenant", 1)).ExecuteAsync($"create table b (id int)", Token));
    }

    [Fact]
    public void An_empty_prefix_is_refused()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => Reopen(static o => o.SessionValuePrefix = ""));
        Assert.StartsWith("SessionValuePrefix is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_shows_and_takes_the_tenants_rows_only()
    {
        var role = $"r{Guid.NewGuid():N}"[..20];
        await RunAsync("create table owned (id int primary key, tenant int not null)");
        await RunAsync("insert into owned select i, i % 3 from generate_series(1, 30) as i");
        await RunAsync("alter table owned enable row level security");
        await RunAsync($"create policy owners on owned using (tenant = {Tenant}::int)");
        await RunAsync($"create role {role} login password 'secret'");
        await RunAsync($"grant all on owned to {role}");
        try
        {
            await using var db = Engine.Open(new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role, Password = "secret" }.ConnectionString, new DatabaseOptions { Connections = { MaxConnections = 2 } });
            var seed = Random.Shared.Next();
            await Task.WhenAll(Enumerable.Range(0, 9).Select(caller => Task.Run(
                async () =>
                {
                    var random = new Random(seed + caller);
                    var tenant = caller % 3;
                    DatabaseSession session = tenant == 0 ? db : db.As(("tenant", tenant));
                    for (var i = 0; i < 50; i++)
                    {
                        try
                        {
                            using var soon = new CancellationTokenSource();
                            if (random.Next(3) == 0)
                            {
                                soon.CancelAfter(random.Next(4));
                            }

                            var rows = await session.QueryAsync<int>($"select tenant from owned", soon.Token);
                            Assert.Equal(tenant == 0 ? [] : Enumerable.Repeat(tenant, 10), rows);
                            if (random.Next(5) == 0)
                            {
                                await session.ScalarAsync<int>($"select 1 / (id - id) from owned", Token);
                            }

                            var other = await Assert.ThrowsAsync<PostgresException>(async () => await session.ExecuteAsync($"insert into owned (id, tenant) values (1000, 99)", Token));
                            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, other.SqlState);
                        }
                        catch (Exception exception) when (exception is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.DivisionByZero })
                        {
                            // Its session is left as after any failure.
                        }
                    }
                },
                Token)));
        }
        finally
        {
            await RunAsync($"drop owned by {role}");
            await RunAsync($"drop role {role}");
        }
    }
}
