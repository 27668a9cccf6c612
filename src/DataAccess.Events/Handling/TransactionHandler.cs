using DataAccess.Events.Reading;
using DataAccess.Events.Storage;

namespace DataAccess.Events.Handling;

/// <summary>
/// Handles events in transactions which delete their deliveries first. So the effects are committed exactly if this transaction has deleted them: a second owner waits for the
/// rows, and finds none.
/// </summary>
/// <param name="handle">The handler of the events.</param>
/// <param name="takesBatches">Whether it takes several at once.</param>
internal sealed class TransactionHandler<T>(Func<IReadOnlyList<EventMessage<T>>, DatabaseTransaction, CancellationToken, ValueTask> handle, bool takesBatches) : Handler
{
    public override bool TakesBatches => takesBatches;

    public override async ValueTask RunAsync(HandlerContext context, IReadOnlyList<Delivery> deliveries, Action leftBehind, CancellationToken cancellationToken)
    {
        var messages = new EventMessage<T>[deliveries.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = MessageOf<T>(context, deliveries[i]);
        }

        var sql = EventSql.Of(context.Database);
        var ids = deliveries.Select(static d => d.Id).ToArray();
        await context.Database.InTransactionAsync(
            async (tx, ct) =>
            {
                if (await sql.TakeAsync(tx, context.Subscription.Id, ids, context.Owner, ct).ConfigureAwait(false) != ids.Length)
                {
                    throw new DeliveryLostException();
                }

                await CallAsync(context, inner => handle(messages, tx, inner), leftBehind, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
