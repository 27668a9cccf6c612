namespace DataAccess.Events.Handling;

/// <summary>A delivery is not there any more: another program has handled it. What was done for it is rolled back.</summary>
internal sealed class DeliveryLostException() : Exception("Another program has the delivery.");
