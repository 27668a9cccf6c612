using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Backfilling;

/// <summary>The statement of a backfill, cut at its <see cref="SliceMarks"/>.</summary>
internal sealed class BackfillStatement
{
    private readonly List<bool> _areFrom = [];
    private readonly List<string> _parts = [];

    public BackfillStatement(string statement, SqlFlavour flavour)
    {
        Text = statement;
        var start = 0;
        foreach (var (at, isFrom) in SliceMarks.In(statement, flavour))
        {
            _parts.Add(statement[start..at]);
            _areFrom.Add(isFrom);
            start = at + 1 + (isFrom ? SliceMarks.From : SliceMarks.To).Length;
        }

        _parts.Add(statement[start..]);
    }

    public string Text { get; }

    /// <summary>The statement for one slice.</summary>
    public SqlCall For(object from, object to) => new(Text, [.. _areFrom.Select(isFrom => isFrom ? from : to)]) { Parts = _parts };
}
