namespace DataAccess.Events;

/// <summary>Names the topic of a type of events. Without it, the topic is the type's name in snake case: <c>OrderPaid</c> is published to <c>order_paid</c>.</summary>
/// <param name="name">The topic, of 1 to 200 characters.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum, Inherited = false)]
public sealed class TopicAttribute(string name) : Attribute
{
    /// <summary>The topic.</summary>
    public string Name { get; } = name;
}
