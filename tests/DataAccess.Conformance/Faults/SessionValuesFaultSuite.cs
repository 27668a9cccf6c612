using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Sockets;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>Whatever cuts and cancels happen, no statement sees the values of another caller: each row says who wrote it, and whom the database took it for.</summary>
public abstract class SessionValuesFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    private const int Callers = 12;
    private const int Calls = 80;

    /// <summary>The value <c>tenant</c> as text, null where there is none.</summary>
    protected abstract string Tenant { get; }

    [Fact]
    public async Task No_value_reaches_another_lease()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DATAACCESS_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        await Direct.ExecuteAsync($"create table seen (number int not null primary key, owner varchar(10) not null, tenant varchar(10))", Token);
        await using var attack = Rig.OpenAttack();
        var wrong = new ConcurrentQueue<string>();
        var (told, cuts) = (0, 0);
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller), Token)).ToList();
        var random = new Random(seed);
        while (!callers.TrueForAll(static caller => caller.IsCompleted))
        {
            await Task.Delay(random.Next(20, 120), Token);
            attack.Proxy.CutAll();
            cuts++;
        }

        await Task.WhenAll(callers);
        var rows = await Direct.QueryAsync<(int Number, string Owner, string? Tenant)>($"select number, owner, tenant from seen", Token);
        Assert.True(wrong.IsEmpty, $"seed {seed}: {string.Join("; ", wrong)}");
        Assert.All(rows, row => Assert.True(row.Owner == (row.Tenant ?? "none"), $"seed {seed}: row {row}"));
        Assert.True(rows.Count > 0 && told > 0 && cuts > 0, $"seed {seed}: {rows.Count} rows, {told} answers, {cuts} cuts");

        async Task CallAsync(int caller)
        {
            var own = new Random(seed + caller + 1);
            var owner = caller % 4 == 0 ? "none" : $"t{caller}";
            DatabaseSession session = caller % 4 == 0 ? attack.Database : attack.Database.As(("tenant", owner)).Within(TimeSpan.FromMinutes(5));
            for (var i = 0; i < Calls; i++)
            {
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(Token);
                if (own.Next(8) == 0)
                {
                    soon.CancelAfter(own.Next(6));
                }

                try
                {
                    foreach (var seen in await OnceAsync(session, owner, (caller * Calls) + i, own, soon.Token))
                    {
                        Interlocked.Increment(ref told);
                        if ((seen ?? "none") != owner)
                        {
                            wrong.Enqueue($"{owner} saw {seen ?? "none"}");
                        }
                    }
                }
                catch (Exception exception) when (exception is DbException or OperationCanceledException or IOException or SocketException or CommitOutcomeUnknownException or DatabaseUnavailableException or TransactionRolledBackException)
                {
                    // What it saw was not told; what it wrote is in the table, or not.
                }
            }
        }
    }

    private async Task<IReadOnlyList<string?>> OnceAsync(DatabaseSession session, string owner, int number, Random random, CancellationToken cancellationToken)
    {
        var read = SqlStatement.Raw($"select {Tenant}");
        var write = (SqlStatement)$"insert into seen (number, owner, tenant) select {number}, {owner}, {SqlStatement.Raw(Tenant)}";
        switch (random.Next(6))
        {
            case 0:
                return await session.QueryAsync<string?>(read, cancellationToken);
            case 1:
                var (first, second) = await session.QueryMultipleAsync<string?, string?>(read, read, cancellationToken);
                return [.. first, .. second];
            case 2:
                await session.ExecuteAsync(write, cancellationToken);
                return [];
            case 3:
                IReadOnlyList<string?> inside = [];
                await session.InTransactionAsync(
                    async (tx, ct) =>
                    {
                        await tx.ExecuteAsync(write, ct);
                        inside = await tx.QueryAsync<string?>(read, ct);
                    },
                    cancellationToken);
                return inside;
            case 4:
                return await session.StreamAsync<string?>(read, cancellationToken).ToListAsync(cancellationToken);
            default:
                return [await session.ScalarAsync<string?>(read, cancellationToken)];
        }
    }
}
