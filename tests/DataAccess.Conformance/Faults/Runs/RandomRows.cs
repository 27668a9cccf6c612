namespace DataAccess.Conformance.Faults;

/// <summary>Makes the rows of a run, some of which the database refuses.</summary>
internal sealed class RandomRows(Random random, FaultRunPlan plan)
{
    /// <summary>What is easily spoilt on the way into a statement or a stream.</summary>
    private const string Signs = "s's\"\\%\t\n,;?:@$ä€N";

    private const long HastyNumbers = 1_000_000;

    // A stream without a bad row is one COPY or LOAD DATA; with one it goes another way.
    private readonly int _poisonOneIn = !plan.IsBurst ? 20 : random.Next(2) == 0 ? 300 : int.MaxValue;

    private long _last = plan.IsHasty ? HastyNumbers : FaultRow.FirstNumber;

    public IReadOnlyList<PlannedRow> Take(int count)
    {
        var rows = new PlannedRow[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = Next();
        }

        return rows;
    }

    private PlannedRow Next()
    {
        var number = ++_last;
        var isPoison = random.Next(_poisonOneIn) == 0;
        var row = new FaultRow { Number = number, Sensor = Text(), Level = number % 3 == 0 ? null : number % 900 };
        if (isPoison)
        {
            Spoil(row);
        }

        var isIgnored = plan.IgnoresConflicts && row.Scarce is not null;
        var explodes = plan.Explodes && random.Next(plan.IsBurst ? 500 : 10) == 0;
        if (explodes)
        {
            (row.ReadsUntilItThrows, row.ThrowsInPartitionBy) = plan.IsPartitioned && random.Next(3) == 0 ? (int.MaxValue, true) : (random.Next(4), false);
        }

        return new PlannedRow(
            new RowRecord(row, (isPoison && !isIgnored) || explodes) { IsIgnored = isIgnored },
            IsAwaited: random.Next(plan.IsBurst ? 100 : 3) == 0,
            CancelAfter: random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 10)) : null);
    }

    private string Text() => new string('s', random.Next(1, 200)) + Signs[random.Next(Signs.Length)] + Signs[random.Next(Signs.Length)];

    private void Spoil(FaultRow row)
    {
        switch (random.Next(plan.HasTriggers ? 7 : 4))
        {
            case 0:
                row.Scarce = FaultRow.TakenKey;
                break;
            case 1:
                row.Sensor = null!;
                break;
            case 2:
                row.Sensor = new string('s', FaultRow.LongestSensor + 1);
                break;
            case 3:
                row.Level = 5_000;
                break;
            case 4 when !plan.IgnoresConflicts:
                row.Sensor = FaultTriggers.Swallowed + row.Sensor;
                break;
            default:
                row.Sensor = FaultTriggers.Raised + row.Sensor;
                break;
        }
    }
}
