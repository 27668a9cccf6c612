namespace DataAccess.Conformance.Faults;

/// <summary>Makes the rows of a run, some of which the database refuses.</summary>
internal sealed class RandomRows(Random random, bool isBurst, bool ignoresConflicts)
{
    // A stream without a bad row is one COPY or LOAD DATA; with one it goes another way.
    private readonly int _poisonOneIn = !isBurst ? 20 : random.Next(2) == 0 ? 300 : int.MaxValue;

    private long _last = FaultRow.FirstNumber;

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
        var row = new FaultRow { Number = number, Sensor = new string('s', random.Next(1, 200)), Level = number % 3 == 0 ? null : number % 900 };
        if (isPoison)
        {
            Spoil(row);
        }

        var isIgnored = ignoresConflicts && row.Scarce is not null;
        return new PlannedRow(
            new RowRecord(row, isPoison && !isIgnored) { IsIgnored = isIgnored },
            IsAwaited: random.Next(isBurst ? 100 : 3) == 0,
            CancelAfter: random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 10)) : null);
    }

    private void Spoil(FaultRow row)
    {
        switch (random.Next(3))
        {
            case 0:
                row.Scarce = FaultRow.TakenKey;
                break;
            case 1:
                row.Sensor = null!;
                break;
            default:
                row.Level = 5_000;
                break;
        }
    }
}
