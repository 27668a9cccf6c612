using DataAccess.Events.Reading;
using DataAccess.Events.Storage;

namespace DataAccess.Events.Handling;

/// <summary>Stores what became of deliveries. What another program has meanwhile is left alone.</summary>
internal sealed class DeliveryStore(DatabaseSession session, int subscription, Guid owner)
{
    private const int MaxError = 4_000;

    private readonly EventSql _sql = EventSql.Of(session);

    /// <summary>They are handled.</summary>
    public async ValueTask DeleteAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        => await session.ExecuteAsync($"delete from dataaccess_delivery where subscription = {subscription} and id in {ids} and state = 0", cancellationToken).ConfigureAwait(false);

    /// <summary>It failed.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="pause">How long it waits; null if it is dead.</param>
    /// <param name="error">Why.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if it was not there any more.</returns>
    public async ValueTask<bool> FailAsync(Delivery delivery, TimeSpan? pause, string error, CancellationToken cancellationToken)
    {
        var state = (int)(pause is null ? DeliveryState.Dead : DeliveryState.Retrying);
        var text = Storable(error);
        return await session.ExecuteAsync(
            $"update dataaccess_delivery set state = {state}, due = {_sql.After(pause ?? TimeSpan.Zero)}, attempt = {delivery.Attempt + 1}, error = {text} where subscription = {subscription} and id = {delivery.Id} and state = 0 and attempt = {delivery.Attempt} and {EventSql.Owned(subscription, owner)}",
            cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>They wait for a time behind another of their key that does.</summary>
    public async ValueTask PutAsideAsync(IReadOnlyList<long> ids, TimeSpan pause, CancellationToken cancellationToken)
        => await session.ExecuteAsync(
            $"update dataaccess_delivery set state = {(int)DeliveryState.Retrying}, due = {_sql.After(pause)} where subscription = {subscription} and id in {ids} and state = 0 and {EventSql.Owned(subscription, owner)}", cancellationToken).ConfigureAwait(false);

    /// <summary>They wait behind a dead one of their key, until a person has acted.</summary>
    /// <returns>False if it is no dead letter any more, or not yet: nothing has changed.</returns>
    public async ValueTask<bool> StopAsync(IReadOnlyList<long> ids, long dead, CancellationToken cancellationToken)
    {
        var isDead = false;
        await session.InTransactionAsync(
            async (tx, ct) =>
            {
                // The lock makes whoever retries or drops it wait, and then see those that wait behind it.
                isDead = await tx.ExecuteAsync($"update dataaccess_delivery set state = 3 where subscription = {subscription} and id = {dead} and state = 3", ct).ConfigureAwait(false) == 1;
                if (isDead)
                {
                    await tx.ExecuteAsync($"update dataaccess_delivery set state = {(int)DeliveryState.Stopped}, due = {SqlStatement.Raw(_sql.Now)} where subscription = {subscription} and id in {ids} and state = 0 and {EventSql.Owned(subscription, owner)}", ct).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return isDead;
    }

    /// <summary>Counts an attempt of deliveries which a program that was killed may have had.</summary>
    public async ValueTask CountAttemptAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        => await session.ExecuteAsync($"update dataaccess_delivery set attempt = attempt + 1 where subscription = {subscription} and id in {ids} and state = 0 and {EventSql.Owned(subscription, owner)}", cancellationToken).ConfigureAwait(false);

    private static string Storable(string error)
    {
        var text = error.Replace('\0', ' ');
        text = text.Length <= MaxError ? text : text[..MaxError];
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isPaired = char.IsHighSurrogate(source[i]) ? i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]) : !char.IsLowSurrogate(source[i]) || (i > 0 && char.IsHighSurrogate(source[i - 1]));
                span[i] = isPaired ? source[i] : '?';
            }
        });
    }
}
