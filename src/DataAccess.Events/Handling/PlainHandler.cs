using DataAccess.Events.Reading;

namespace DataAccess.Events.Handling;

/// <summary>Handles each event at least once.</summary>
internal sealed class PlainHandler<T>(Func<EventMessage<T>, CancellationToken, ValueTask> handle) : Handler
{
    public override bool Acknowledges => false;

    public override async ValueTask RunAsync(HandlerContext context, IReadOnlyList<Delivery> deliveries, Action leftBehind, CancellationToken cancellationToken)
    {
        var message = MessageOf<T>(context, deliveries[0]);
        await CallAsync(context, ct => handle(message, ct), leftBehind, cancellationToken).ConfigureAwait(false);
    }
}
