namespace DataAccess.Events.Storage;

/// <summary>How an engine writes what differs in the tables.</summary>
/// <param name="Identity">The key of the events, which grows.</param>
/// <param name="Name">A text of at most 200 characters that is compared exactly.</param>
/// <param name="Text">A text of any length.</param>
/// <param name="DeliveryOptions">What follows the table of deliveries, whose rows live briefly.</param>
/// <param name="HasIndexesInTables">Whether indexes are made with their table, as there is no <c>create index if not exists</c>.</param>
internal sealed record TableTypes(string Identity, string Name, string Text, string DeliveryOptions = "", bool HasIndexesInTables = false);
