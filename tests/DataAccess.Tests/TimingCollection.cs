using Xunit;

namespace DataAccess.Tests;

/// <summary>Tests that measure a time, or what the process allocates, run alone, so that it is their own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimingCollection
{
    public const string Name = "Timing";
}
