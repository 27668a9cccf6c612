namespace DataAccess.Conformance.Faults;

/// <summary>Chooses faults for connections to a server.</summary>
/// <param name="random">Chooses.</param>
/// <param name="plan">What is attacked.</param>
/// <param name="rig">Ends sessions.</param>
/// <param name="attack">Refuses connections.</param>
internal sealed class RandomFaults(Random random, FaultRunPlan plan, ServerRig rig, ServerAttack attack)
{
    private const int LongestDelay = 30;

    private static readonly FaultPoint[] Points = [.. Enum.GetValues<FaultPoint>().Where(static point => point != FaultPoint.BeforeCancel)];

    private static readonly TimeSpan LongestLateCancel = TimeSpan.FromSeconds(1);

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

        if (plan.HasLateCancels)
        {
            if (plan.HasShortSendTimeout)
            {
                // The batch is given up, and then answered all the same; and only then comes what should have stopped it.
                yield return Fault.Delay(FaultPoint.BeforeAnswer, random.Next(plan.IsBurst ? 2 : 5), 1.5 * plan.SendTimeout, FaultEnd.GoOn);
            }

            foreach (var _ in Enumerable.Range(0, 4))
            {
                yield return Fault.LateCancel(attack.Plan, LongestLateCancel, TimeSpan.FromMilliseconds(random.Next(3)));
            }
        }

        if (plan.Beside is not null)
        {
            // Long enough for the other one to remove entries of the ledger before it can be asked for them.
            var refusal = TimeSpan.FromMilliseconds(random.Next(50, 250));
            yield return new Fault("cut all and refuse for longer", FaultPoint.BeforeAnswer, random.Next(6), () => RefuseAsync(refusal));
        }

        if (plan.HasTriggers)
        {
            var moment = TimeSpan.FromMilliseconds(random.Next(1, 60));
            yield return Fault.Meanwhile("read-only moment", FaultPoint.BeforeCommit, random.Next(6), () => rig.BeginMomentAsync(moment));
        }

        for (var i = 0; i < count; i++)
        {
            yield return Next();
        }
    }

    private Fault Next()
    {
        var point = plan.IsBurst && random.Next(3) == 0 ? FaultPoint.InData : Points[random.Next(Points.Length)];
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
        attack.Proxy.Refuses = true;
        attack.Proxy.CutAll();
        await Task.Delay(delay);
        attack.Proxy.Refuses = false;
        return FaultEnd.Cut;
    }
}
