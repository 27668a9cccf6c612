using DataAccess.Events.Storage;
using DataAccess.Events.Subscribing;

namespace DataAccess.Events.Operating;

/// <summary>
/// Removes a subscription. First it loses its topic, while no publisher is between its publication and its COMMIT, so that it gets nothing more; then its deliveries are deleted in slices, and
/// at last itself. If that is interrupted, it is there without a topic, and can be removed again.
/// </summary>
internal sealed class SubscriptionRemoval(Database database, StoredSubscription subscription)
{
    private const int Slice = 1_000;

    /// <returns>How many deliveries it had.</returns>
    /// <exception cref="InvalidOperationException">Programs handle it.</exception>
    public async ValueTask<long> RunAsync(bool force, CancellationToken cancellationToken)
    {
        if (!force)
        {
            await RefuseIfHandledAsync(cancellationToken).ConfigureAwait(false);
        }

        await SubscriptionStore.InLockAsync(
            database,
            async (tx, ct) => await tx.ExecuteAsync($"update dataaccess_subscription set topic = {""}, paused = {true} where id = {subscription.Id}", ct).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        var removed = await DeleteDeliveriesAsync(cancellationToken).ConfigureAwait(false);
        await SubscriptionStore.InLockAsync(database, DeleteAsync, cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async ValueTask RefuseIfHandledAsync(CancellationToken cancellationToken)
    {
        var sql = EventSql.Of(database);
        var members = await database.ScalarAsync<long>(
            $"select count(*) from dataaccess_member where subscription = {subscription.Id} and lease_until > {SqlStatement.Raw(sql.Now)}", cancellationToken).ConfigureAwait(false);
        if (members > 0)
        {
            throw new InvalidOperationException(Invariant(
                $"The subscription '{subscription.Name}' is handled by {members} program{(members == 1 ? "" : "s")}, and was not removed. Stop them first; one that was killed counts until its lease has run out. Or force the removal: their handlers are cancelled then."));
        }
    }

    private async ValueTask<long> DeleteDeliveriesAsync(CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (true)
        {
            var ids = await database.QueryAsync<long>($"select id from dataaccess_delivery where subscription = {subscription.Id} order by id limit {Slice}", cancellationToken).ConfigureAwait(false);
            removed += ids.Count == 0 ? 0 : await database.ExecuteAsync($"delete from dataaccess_delivery where subscription = {subscription.Id} and id in {ids}", cancellationToken).ConfigureAwait(false);
            if (ids.Count < Slice)
            {
                return removed;
            }
        }
    }

    private async ValueTask DeleteAsync(DatabaseTransaction tx, CancellationToken cancellationToken)
    {
        // A program that still handles it knows it by its number, which no other one may have.
        await tx.ExecuteAsync(
            $"update dataaccess_subscription set partitions = {subscription.Id} where id = {EventTables.Guard} and partitions < {subscription.Id}", cancellationToken).ConfigureAwait(false);
        await tx.ExecuteAsync($"delete from dataaccess_delivery where subscription = {subscription.Id}", cancellationToken).ConfigureAwait(false);
        await tx.ExecuteAsync($"delete from dataaccess_owner where subscription = {subscription.Id}", cancellationToken).ConfigureAwait(false);
        await tx.ExecuteAsync($"delete from dataaccess_member where subscription = {subscription.Id}", cancellationToken).ConfigureAwait(false);
        await tx.ExecuteAsync($"delete from dataaccess_subscription where id = {subscription.Id}", cancellationToken).ConfigureAwait(false);
    }
}
