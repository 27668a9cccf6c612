namespace DataAccess.Conformance.Faults;

/// <summary>A database by way of a proxy, and the plan of what goes wrong there.</summary>
public sealed class ServerAttack(FaultProxy proxy, FaultPlan plan, Database database) : FaultAttack
{
    public FaultProxy Proxy { get; } = proxy;

    public FaultPlan Plan { get; } = plan;

    public override Database Database { get; } = database;

    public override string Pool => $":{Proxy.Port}/";

    public override IReadOnlyList<string> Fired => Plan.Fired;

    public override ValueTask CeaseAsync()
    {
        Plan.Disarm();
        return default;
    }

    public override async ValueTask DisposeAsync()
    {
        await CeaseAsync();
        await Database.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
