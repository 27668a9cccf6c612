using Xunit;

namespace DataAccess.Conformance;

/// <summary>Every way that a batch goes, with each thing that may happen to keys.</summary>
public static class ConflictWays
{
    /// <summary>A size for each way, in turn with the ledger and without.</summary>
    public static TheoryData<int, ConflictAction, bool> All
    {
        get
        {
            var data = new TheoryData<int, ConflictAction, bool>();
            foreach (var size in new[] { 1, 2, 100, 3_000 })
            {
                foreach (var onConflict in Enum.GetValues<ConflictAction>())
                {
                    data.Add(size, onConflict, data.Count % 2 == 1);
                }
            }

            return data;
        }
    }
}
