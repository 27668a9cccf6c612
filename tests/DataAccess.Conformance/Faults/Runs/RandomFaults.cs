namespace DataAccess.Conformance.Faults;

/// <summary>Chooses faults for connections to a server.</summary>
/// <param name="random">Chooses.</param>
/// <param name="plan">What is attacked.</param>
/// <param name="rig">Ends sessions.</param>
/// <param name="proxy">Refuses connections.</param>
internal sealed class RandomFaults(Random random, FaultRunPlan plan, ServerRig rig, FaultProxy proxy)
{
    private const int LongestDelay = 30;

    public IEnumerable<Fault> Take(int count)
    {
        if (rig.Crash is { } crash)
        {
            yield return Fault.Meanwhile("kill the server", FaultPoint.BeforeCommit + random.Next(3), random.Next(plan.IsBurst ? 2 : 5), crash);
        }

        if (plan.HasShortSendTimeout)
        {
            // Longer than the writer waits for an answer.
            yield return Fault.Delay(FaultPoint.BeforeCommit + random.Next(3), random.Next(plan.IsBurst ? 2 : 5), 2 * plan.SendTimeout, (FaultEnd)random.Next(2));
        }

        for (var i = 0; i < count; i++)
        {
            yield return Next();
        }
    }

    private Fault Next()
    {
        var point = plan.IsBurst && random.Next(3) == 0 ? FaultPoint.InData : (FaultPoint)random.Next((int)FaultPoint.InResponse + 1);
        var after = After(point);
        var delay = TimeSpan.FromMilliseconds(random.Next(1, LongestDelay));
        return random.Next(20) switch
        {
            < 9 => Fault.Cut(point, after),
            < 11 => Fault.Delay(point, after, delay, FaultEnd.GoOn),
            < 13 => Fault.Delay(point, after, delay, FaultEnd.Cut),
            < 15 => Fault.Late(random.Next(plan.IsBurst ? 2 : 8), () => Task.Delay(delay)),
            < 17 when rig.Crash is null => Fault.Meanwhile("kill sessions", point, after, rig.KillSessionsAsync),
            _ => new Fault("cut all and refuse", point, after, () => RefuseAsync(delay)),
        };
    }

    private int After(FaultPoint point) => point switch
    {
        FaultPoint.InData => random.Next(plan.IsBurst ? 60_000 : 500),
        FaultPoint.InRequest => random.Next(plan.IsBurst ? 300_000 : 10_000),
        FaultPoint.InResponse => random.Next(5_000),
        _ => random.Next(plan.IsBurst ? 4 : 12),
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
