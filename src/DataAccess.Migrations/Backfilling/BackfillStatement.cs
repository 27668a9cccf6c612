using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Backfilling;

/// <summary>The statement of a backfill, cut at its <see cref="SliceMarks"/>.</summary>
internal sealed class BackfillStatement
{
    private readonly List<bool> _areFrom = [];
    private readonly List<string> _parts = [];

    public BackfillStatement(string statement, SqlFlavour flavour)
    {
        var start = 0;
        foreach (var (at, isFrom) in SliceMarks.In(statement, flavour))
        {
            _parts.Add(statement[start..at]);
            _areFrom.Add(isFrom);
            start = at + 1 + (isFrom ? SliceMarks.From : SliceMarks.To).Length;
        }

        _parts.Add(statement[start..]);
    }

    /// <summary>The statement for one slice.</summary>
    public SqlStatement For(object from, object to)
    {
        SqlStatement statement = $"";
        for (var i = 0; i < _parts.Count; i++)
        {
            statement.AppendLiteral(_parts[i]);
            if (i < _areFrom.Count)
            {
                statement.AppendFormatted(_areFrom[i] ? from : to);
            }
        }

        return statement;
    }
}
