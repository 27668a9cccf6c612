using DataAccess.Events.Handling;
using DataAccess.Events.Reading;

namespace DataAccess.Events.Streaming;

/// <summary>
/// Gives committed events their positions. The row of the last position is locked until COMMIT, so that positions become visible in their order, without gaps, also while two programs
/// take themselves for the owner; the delete of the deliveries sees to it that each event has one position.
/// </summary>
/// <param name="given">Called when positions are committed.</param>
internal sealed class PositionHandler(Action given) : Handler
{
    private const int MaxRows = 250;

    public override bool TakesBatches => true;

    public override async ValueTask RunAsync(HandlerContext context, IReadOnlyList<Delivery> deliveries, Action leftBehind, CancellationToken cancellationToken)
    {
        var ids = deliveries.Select(static d => d.Id).Order().ToArray();
        await context.Database.InTransactionAsync(
            async (tx, ct) =>
            {
                if (await tx.ExecuteAsync($"delete from dataaccess_delivery where subscription = {context.Subscription.Id} and id in {ids} and state = 0", ct).ConfigureAwait(false) != ids.Length)
                {
                    throw new DeliveryLostException();
                }

                await GiveAsync(tx, context.Subscription.Topic, ids, ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        given();
    }

    private static async ValueTask GiveAsync(DatabaseTransaction tx, string topic, long[] ids, CancellationToken cancellationToken)
    {
        // An event that is delivered again by a replay keeps its position.
        var known = await tx.QueryAsync<long>($"select event_id from dataaccess_stream where event_id in {ids}", cancellationToken).ConfigureAwait(false);
        long[] fresh = known.Count == 0 ? ids : [.. ids.Except(known)];
        await tx.ExecuteAsync($"update dataaccess_stream_end set position = position + {(long)fresh.Length} where topic = {topic}", cancellationToken).ConfigureAwait(false);
        var position = await tx.ScalarAsync<long>($"select position from dataaccess_stream_end where topic = {topic}", cancellationToken).ConfigureAwait(false) - fresh.Length;
        foreach (var some in fresh.Chunk(MaxRows))
        {
            var insert = SqlStatement.Raw("insert into dataaccess_stream (topic, position, event_id) values ");
            for (var i = 0; i < some.Length; i++)
            {
                insert.AppendLiteral(i == 0 ? "" : ", ");
                insert.AppendFormatted((SqlStatement)$"({topic}, {++position}, {some[i]})");
            }

            await tx.ExecuteAsync(insert, cancellationToken).ConfigureAwait(false);
        }
    }
}
