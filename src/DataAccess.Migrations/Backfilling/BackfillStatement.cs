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

    /// <summary>A place of the statement as it was sent, with a parameter for each mark, as one in the statement of the file.</summary>
    /// <returns>The place; null where it cannot be found.</returns>
    public int? IndexOf(string sent, int index)
    {
        var (start, shift) = (0, 0);
        for (var i = 0; i < _parts.Count; i++)
        {
            var at = i == 0 ? 0
                : i == _parts.Count - 1 ? sent.Length - _parts[i].Length
                : sent.IndexOf(_parts[i], start + 1, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            if (index < at)
            {
                // At the parameter itself.
                return start + shift;
            }

            // The mark before this part has another length than its parameter.
            shift += i == 0 ? 0 : 1 + (_areFrom[i - 1] ? SliceMarks.From : SliceMarks.To).Length - (at - start);
            if (index < at + _parts[i].Length)
            {
                return index + shift;
            }

            start = at + _parts[i].Length;
        }

        return Math.Min(index, start) + shift;
    }
}
