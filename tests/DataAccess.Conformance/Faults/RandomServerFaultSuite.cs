using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A random mix of all faults that a connection can meet.</summary>
public abstract class RandomServerFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    [Fact]
    public Task Whatever_goes_wrong_every_row_has_one_outcome_and_it_is_the_true_one()
        => new FaultCampaign(Engine.Name, Rig).RunAsync(Token);
}
