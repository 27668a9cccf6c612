using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>Reads one file of formatted SQL: the change sets in their order apply the migration, their rollbacks in the opposite order undo it.</summary>
internal sealed partial class LiquibaseReader(ForeignFile file)
{
    private readonly ScriptCutter _cutter = new(file.Text);
    private readonly List<LiquibaseChangeSet> _sets = [];
    private bool _isInRollback;

    public ScriptParts Read()
    {
        foreach (var line in file.Lines)
        {
            Take(line, line.In(file.Text).ToString());
        }

        if (_isInRollback)
        {
            file.Report(_sets[^1].Line, "has a rollback in /* liquibase rollback */ that is never closed. Close it with */ on a line of its own.");
        }

        if (_sets.Count == 0)
        {
            file.Report(file.Lines[0], "begins a file of Liquibase that has no change set. Write --changeset author:id above the statements.");
        }

        var outside = _sets.Count(static set => set.IsOutsideTransaction);
        if (outside > 0 && outside < _sets.Count)
        {
            file.Report(_sets.Find(static set => set.IsOutsideTransaction)!.Line, "runs without a transaction, and other change sets of the file do not. Put it into a file of its own.");
        }

        // Where one change set cannot be rolled back, neither can the file.
        var hasDown = _sets.Count > 0 && _sets.TrueForAll(static set => set.HasRollback);
        return new ScriptParts(_cutter.Up, hasDown ? _cutter.Down : null)
        {
            HasUp = true,
            ChangeSets = _sets.ConvertAll(static set => set.Id),
            UpNoTransaction = outside > 0,
            DownNoTransaction = outside > 0,
            DownSections = hasDown ? _sets.ConvertAll(static set => set.Line.Number) : null,
        };
    }

    private void Take(ScriptLine line, string text)
    {
        if (_isInRollback)
        {
            TakeRollback(line, text);
        }
        else if (RollbackBlock().IsMatch(text))
        {
            _isInRollback = IsInSet(line);
            MarkRollback();
        }
        else if (Rollback().Match(text) is { Success: true } rollback)
        {
            if (IsInSet(line))
            {
                TakeRollback(line, rollback.Groups["sql"]);
            }
        }
        else if (ChangeSet().Match(text) is { Success: true } changeSet)
        {
            _sets.Add(new LiquibaseChangeSet(line, $"{changeSet.Groups["author"].Value.Trim().Trim('"')}:{changeSet.Groups["id"].Value.Trim('"')}"));
            LiquibaseAttributes.Read(file, _sets[^1], changeSet.Groups["attributes"].Value);
        }
        else if (Known().IsMatch(text))
        {
            // Of no effect here.
        }
        else if (Refused().IsMatch(text))
        {
            file.Report(line, "is a directive of Liquibase that cannot be honoured here. Remove it, and write what it is for into the SQL or into a file of its own.");
        }
        else if (Lookalike().IsMatch(text))
        {
            file.Report(line, "looks like a directive of Liquibase, but Liquibase would not take it in this form. It has: --changeset author:id, --rollback SQL, --comment TEXT. Write one of them, or reword the comment.");
        }
        else if (_sets.Count > 0)
        {
            _cutter.Keep(line, ScriptSide.Up);
        }
        else if (!file.IsBlankOrComment(line))
        {
            file.Report(line, "stands before the first change set, where Liquibase does not run it. Move it below --changeset, or remove it.");
        }
        else
        {
            _cutter.Keep(line, ScriptSide.Both);
        }
    }

    private bool IsInSet(ScriptLine line)
    {
        if (_sets.Count == 0)
        {
            file.Report(line, "stands before the first change set. Move it below --changeset.");
        }

        return _sets.Count > 0;
    }

    private void TakeRollback(ScriptLine line, Group sql)
    {
        MarkRollback();
        var text = sql.Value.Trim();
        if (text.StartsWith("changeSetId:", StringComparison.OrdinalIgnoreCase))
        {
            file.Report(line, "rolls back with another change set's SQL, which cannot be honoured here. Write the SQL.");
        }
        else if (!text.TrimEnd(';').Equals("empty", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("not required", StringComparison.OrdinalIgnoreCase))
        {
            _cutter.Keep(line, ScriptSide.Down, skip: sql.Index);
        }
    }

    private void TakeRollback(ScriptLine line, string text)
    {
        var end = BlockEnd().Match(text);
        _isInRollback = !end.Success;
        _cutter.Keep(end.Success ? line with { Length = end.Index } : line, ScriptSide.Down);
    }

    private void MarkRollback()
    {
        if (_sets.Count > 0)
        {
            _sets[^1].HasRollback = true;
        }
    }

    [GeneratedRegex(@"^\s*--\s*changeset\s+(?<author>""[^""]+""|[^:]+):\s*(?<id>""[^""]+""|\S+)(?<attributes>.*)$", Options, Timeout)]
    private static partial Regex ChangeSet();

    [GeneratedRegex(@"^\s*--\s*rollback\s(?<sql>.*)$", Options, Timeout)]
    private static partial Regex Rollback();

    [GeneratedRegex(@"^\s*/\*\s*liquibase\s*rollback\s*$", Options, Timeout)]
    private static partial Regex RollbackBlock();

    [GeneratedRegex(@"\*/\s*$", Options, Timeout)]
    private static partial Regex BlockEnd();

    [GeneratedRegex(@"^\s*--\s*(liquibase\s+formatted\s+sql\b.*|comments?\b.*|validCheckSum\b.*)$", Options, Timeout)]
    private static partial Regex Known();

    [GeneratedRegex(@"^\s*--\s*(preconditions?\b.*|precondition-.*|rollbackSqlFile\b.*|property\s+\S*:.*|ignoreLines:.*|ignore:.*)$", Options, Timeout)]
    private static partial Regex Refused();

    [GeneratedRegex(@"^\s*(-+|#|/\*+)\s*(liquibase|changeset|rollback|precondition|property\s+\S*:|ignoreLines)\b", Options, Timeout)]
    private static partial Regex Lookalike();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private const int Timeout = 1000;
}
