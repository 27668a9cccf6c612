namespace DataAccess.Conformance.Faults;

/// <summary>Chooses faults for connections to a server.</summary>
/// <param name="random">Chooses.</param>
/// <param name="isBurst">Whether few and large batches are to be expected.</param>
/// <param name="rig">Ends sessions.</param>
/// <param name="proxy">Refuses connections.</param>
internal sealed class RandomFaults(Random random, bool isBurst, ServerRig rig, FaultProxy proxy)
{
    private const int LongestDelay = 30;

    public IEnumerable<Fault> Take(int count)
    {
        if (rig.Crash is { } crash)
        {
            yield return Fault.Meanwhile("kill the server", FaultPoint.BeforeCommit + random.Next(3), random.Next(isBurst ? 2 : 5), crash);
        }

        for (var i = 0; i < count; i++)
        {
            yield return Next();
        }
    }

    private Fault Next()
    {
        var point = (FaultPoint)random.Next((int)FaultPoint.InResponse + 1);
        var after = After(point);
        var delay = TimeSpan.FromMilliseconds(random.Next(1, LongestDelay));
        return random.Next(20) switch
        {
            < 10 => Fault.Cut(point, after),
            < 12 => Fault.Delay(point, after, delay, FaultEnd.GoOn),
            < 14 => Fault.Delay(point, after, delay, FaultEnd.Cut),
            < 17 when rig.Crash is null => Fault.Meanwhile("kill sessions", point, after, rig.KillSessionsAsync),
            _ => new Fault("cut all and refuse", point, after, () => RefuseAsync(delay)),
        };
    }

    private int After(FaultPoint point) => point switch
    {
        FaultPoint.InData => random.Next(isBurst ? 60_000 : 500),
        FaultPoint.InRequest => random.Next(isBurst ? 300_000 : 10_000),
        FaultPoint.InResponse => random.Next(5_000),
        _ => random.Next(isBurst ? 4 : 12),
    };

    private async ValueTask<FaultEnd> RefuseAsync(TimeSpan delay)
    {
        proxy.Refuses = true;
        proxy.CutAll();
        await Task.Delay(delay);
        proxy.Refuses = false;
        return FaultEnd.Cut;
    }
}
