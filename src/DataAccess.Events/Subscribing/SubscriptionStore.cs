using DataAccess.Events.Storage;
using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Subscribing;

/// <summary>Finds and makes subscriptions.</summary>
internal static class SubscriptionStore
{
    private const int Attempts = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async ValueTask<Subscription?> FindAsync(DatabaseSession session, string name, CancellationToken cancellationToken)
        => await session.QuerySingleOrDefaultAsync<Subscription>(
            $"select id, name, topic, partitions from dataaccess_subscription where name = {name} and id <> {EventTables.Guard}", cancellationToken).ConfigureAwait(false);

    /// <summary>Gives the subscription of a name, and makes it where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is there with another topic.</exception>
    public static async ValueTask<Subscription> EnsureAsync(
        Database database, string name, string topic, SubscriptionOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(database, name, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return Checked(database, found, topic, options);
            }

            try
            {
                await MakeAsync(database, name, topic, options, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < Attempts && MayTryAgain(database, exception))
            {
                // A publisher has not committed yet, or another program has made it.
                await Task.Delay(Pause * (0.5 + Random.Shared.NextDouble()), database.Context.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Does something while nobody who publishes is between the publication and the COMMIT; waits for a time in which that is so.</summary>
    public static async ValueTask InLockAsync(Database database, Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.InTransactionAsync(
                    async (tx, ct) =>
                    {
                        await EventSql.Of(tx).LockSubscriptionsAsync(tx, ct).ConfigureAwait(false);
                        await work(tx, ct).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (attempt < Attempts && MayTryAgain(database, exception))
            {
                // A publisher has not committed yet.
                await Task.Delay(Pause * (0.5 + Random.Shared.NextDouble()), database.Context.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static Subscription Checked(Database database, Subscription found, string topic, SubscriptionOptions options)
    {
        if (!string.Equals(found.Topic, topic, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"The subscription '{found.Name}' is of the topic '{found.Topic}', and not of '{topic}'. Give the handler of '{topic}' a subscription of another name, or remove that one with 'dataaccess events remove'.");
        }

        if (found.Partitions != options.Partitions)
        {
            EventLog.OtherPartitions(database.Context.Logger, found.Name, found.Partitions, options.Partitions);
        }

        return found;
    }

    /// <summary>
    /// Makes it while nobody who publishes is between the publication and the COMMIT: then each event is either stored already, or its publisher will see the subscription.
    /// </summary>
    private static ValueTask MakeAsync(Database database, string name, string topic, SubscriptionOptions options, CancellationToken cancellationToken)
        => database.InTransactionAsync(
            async (tx, ct) =>
            {
                var sql = EventSql.Of(tx);
                await sql.LockSubscriptionsAsync(tx, ct).ConfigureAwait(false);
                var id = await tx.ScalarAsync<int>($"select max(case when id = {EventTables.Guard} then partitions else id end) + 1 from dataaccess_subscription", ct).ConfigureAwait(false);
                await tx.ExecuteAsync(
                    $"insert into dataaccess_subscription (id, name, topic, partitions, paused) values ({id}, {name}, {topic}, {options.Partitions}, {false})", ct).ConfigureAwait(false);
                for (var part = 0; part < options.Partitions; part++)
                {
                    await tx.ExecuteAsync(
                        $"insert into dataaccess_owner (subscription, part, owner, lease_until) values ({id}, {part}, {(Guid?)null}, {SqlStatement.Raw(sql.Now)})", ct).ConfigureAwait(false);
                }

                if (options.StartAt == StartAt.Beginning)
                {
                    await tx.ExecuteAsync(sql.DeliverAgain(id, $"1 = 1"), ct).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private static bool MayTryAgain(Database database, Exception exception)
        => database.Provider.ViolatedConstraint(exception) is not null || database.Provider.Classify(exception).Kind is FailureKind.RolledBack or FailureKind.ConnectionLost;
}
