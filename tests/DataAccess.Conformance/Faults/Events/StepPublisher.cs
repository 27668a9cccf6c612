using DataAccess.EventProgram;
using DataAccess.Events;

namespace DataAccess.Conformance.Faults;

/// <summary>Publishes the steps of keys in transactions that say in a table what they have published; some are rolled back, and some connections are lost.</summary>
internal sealed class StepPublisher(Database database, Random random, string key)
{
    /// <summary>What a publisher without a transaction was told is published.</summary>
    public List<int> Acked { get; } = [];

    /// <summary>Publishes in transactions.</summary>
    public async Task InTransactionsAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            var (fails, isPoison, pause) = (random.Next(10) == 0, random.Next(40) == 0, random.Next(6));
            try
            {
                await database.InTransactionAsync(
                    async (tx, ct) =>
                    {
                        await tx.ExecuteAsync($"update step set number = number + 1 where event_key = {key}", ct);
                        var number = await tx.QuerySingleAsync<int>($"select number from step where event_key = {key}", ct);
                        await tx.PublishAsync(new Step(number, isPoison), key, cancellationToken: ct);
                        await tx.ExecuteAsync($"insert into published (event_key, number, is_poison) values ({key}, {number}, {isPoison})", ct);
                        await Task.Delay(pause, ct);
                        if (fails)
                        {
                            throw new OperationCanceledException("rolled back on purpose");
                        }
                    },
                    cancellationToken);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                // Rolled back, or nobody knows: the table does.
            }
        }
    }

    /// <summary>Publishes by the writer, one after the other.</summary>
    public async Task InBatchesAsync(EventPublisher publisher, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            try
            {
                await publisher.PublishAsync(new Step(i, false), key, due: i % 5 == 0 ? DateTimeOffset.UtcNow.AddMilliseconds(random.Next(300)) : null);
                Acked.Add(i);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                // It may be published all the same.
            }
        }
    }
}
