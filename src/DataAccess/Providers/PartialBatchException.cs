namespace DataAccess.Providers;

/// <summary>Some rows of a batch were rejected that is to be committed with all of its rows or not at all. Nothing of it was committed.</summary>
internal sealed class PartialBatchException() : Exception("some rows of the batch were rejected, so it is rolled back, and sent again without them.");
