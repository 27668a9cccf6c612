using DataAccess.Events.Messages;
using DataAccess.Events.Reading;

namespace DataAccess.Events.Handling;

/// <summary>What a program does with a subscription's events.</summary>
internal abstract class Handler
{
    /// <summary>Whether it takes several at once.</summary>
    public virtual bool TakesBatches => false;

    /// <summary>Whether its effects and the acknowledgement are one commit. Otherwise the deliveries are deleted afterwards.</summary>
    public virtual bool Acknowledges => true;

    /// <summary>Handles deliveries; if it throws, none of them is handled.</summary>
    /// <exception cref="DeliveryLostException">Another program has one of them.</exception>
    public abstract ValueTask RunAsync(HandlerContext context, IReadOnlyList<Delivery> deliveries, Action leftBehind, CancellationToken cancellationToken);

    protected static EventMessage<T> MessageOf<T>(HandlerContext context, Delivery delivery) => new()
    {
        Id = delivery.Id,
        Topic = delivery.Topic,
        Key = delivery.EventKey,
        Body = context.Json.Read<T>(delivery.Body),
        Created = delivery.Created,
        Attempt = delivery.Attempt + 1,
        Headers = EventJson.ReadHeaders(delivery.Headers),
    };

    protected static ValueTask CallAsync(HandlerContext context, Func<CancellationToken, ValueTask> call, Action leftBehind, CancellationToken cancellationToken)
        => HandlerCall.RunAsync(call, context.Options.Timeout, context.Events.HandlerGrace, context.Database.Context.Time, leftBehind, cancellationToken);
}
