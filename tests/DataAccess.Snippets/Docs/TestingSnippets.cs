using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Testing;
using Xunit;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/testing.md.</summary>
internal static class TestingSnippets
{
    public sealed class TransferTests(TestServer server) : IClassFixture<TestServer>
    {
        [Fact]
        public async Task A_transfer_whose_answer_is_lost_is_not_done_twice()
        {
            await using var test = await server.Databases.CreateAsync();
            var accounts = new Accounts(test.Database);
            await accounts.InsertAsync(new Account(1, 100));
            await accounts.InsertAsync(new Account(2, 0));

            using var faults = test.Database.InjectFaults();
            using var sent = test.Database.RecordStatements();
            faults.FailNextCommit(CommitFault.LostAfter);
            await new TransferService(test.Database).TransferAsync(from: 1, to: 2, amount: 30);

            Assert.Equal(0, faults.Pending);
            Assert.Equal(70, (await accounts.GetAsync(1))!.Balance);
            Assert.Equal(30, (await accounts.GetAsync(2))!.Balance);
            sent.ExpectOne("insert into transfers");
        }
    }

    public sealed class TestServer : IAsyncDisposable
    {
        public TestDatabases Databases { get; } = new(
            Environment.GetEnvironmentVariable("TEST_DATABASE") ?? "sqlite:test.db",
            new TestDatabaseOptions { Migrations = { Directory = "migrations" } });

        public ValueTask DisposeAsync() => Databases.DisposeAsync();
    }

    public static async Task TransactionAsync(Database db, Account account)
    {
        await using var test = await TestTransaction.BeginAsync(db);
        await new Accounts(test.Session).InsertAsync(account);
    }

    public static async Task FaultsAsync(Database db)
    {
        using var faults = db.InjectFaults();
        faults.FailNextCommit(CommitFault.LostBefore);
        faults.FailNext("update accounts", FailureKind.RolledBack, times: 2);
        faults.FailNextConnection();
        await db.ExecuteAsync($"update accounts set balance = 0");
    }

    public interface IAccounts
    {
        ValueTask<Account?> GetAsync(long id, CancellationToken cancellationToken = default);

        ValueTask<IReadOnlyList<Account>> RichestAsync(int count);
    }

    public sealed class Accounts(DatabaseSession session) : Repository<Account, long>(session), IAccounts
    {
        public ValueTask<IReadOnlyList<Account>> RichestAsync(int count) => QueryAsync($"order by balance desc limit {count}");
    }

    public static void Writer(BatchingWriter<Account> writer)
    {
        var bank = new Bank(writer.WriteAsync);
        _ = bank;
    }

    public sealed class Bank(Func<Account, CancellationToken, ValueTask> write)
    {
        public ValueTask OpenAsync(long id, CancellationToken ct) => write(new Account(id, 0), ct);
    }

    [Table("accounts")]
    public sealed record Account(long Id, long Balance);

    public sealed class TransferService(Database db)
    {
        public async Task TransferAsync(long from, long to, long amount)
        {
            var id = Guid.NewGuid();
            try
            {
                await db.InTransactionAsync(async (tx, ct) =>
                {
                    await tx.ExecuteAsync($"insert into transfers (id) values ({id})", ct);
                    await tx.ExecuteAsync($"update accounts set balance = balance - {amount} where id = {from}", ct);
                    await tx.ExecuteAsync($"update accounts set balance = balance + {amount} where id = {to}", ct);
                });
            }
            catch (CommitOutcomeUnknownException)
            {
                if (await db.ScalarAsync<long>($"select count(*) from transfers where id = {id}") == 0)
                {
                    throw;
                }
            }
        }
    }
}
