using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>Reads one file of a <see cref="MarkedFormat"/>.</summary>
internal sealed class MarkedReader(MarkedFormat format, ForeignFile file)
{
    private readonly ScriptCutter _cutter = new(file.Text);
    private readonly List<int> _downSections = [];
    private ScriptSide _side = format.StartsWithUp ? ScriptSide.Up : ScriptSide.None;
    private ScriptLine? _firstUp;
    private ScriptLine? _firstDown;
    private ScriptLine? _openBlock;
    private bool _upNoTransaction;
    private bool _downNoTransaction;

    public ScriptParts Read()
    {
        foreach (var line in file.Lines)
        {
            if (!format.Mention.IsMatch(line.In(file.Text)))
            {
                Keep(line);
            }
            else if (format.Marks.FirstOrDefault(mark => mark.Form.IsMatch(line.In(file.Text))) is { } mark)
            {
                Take(mark, line);
            }
            else
            {
                file.Report(line, $"looks like a directive of {format.Tool}, but {format.Tool} would not take it in this form, so it is not clear what it means. {format.Tool} has: {format.Known}. Write one of them, or reword the comment.");
            }
        }

        CheckWhole();
        var hasDown = _firstDown is not null;
        return new ScriptParts(Text(_cutter.Up), hasDown ? Text(_cutter.Down) : null)
        {
            HasUp = format.StartsWithUp || _firstUp is not null,
            UpNoTransaction = _upNoTransaction,
            DownNoTransaction = _downNoTransaction,
            DownSections = format.HasSections && hasDown ? _downSections : null,
        };
    }

    private string Text(string part) => format.DoublesSemicolons ? DoubledSemicolons.Undo(part) : part;

    private void Keep(ScriptLine line)
    {
        if (format.Forbidden is { } forbidden && line.In(file.Text).Contains(forbidden.Text, StringComparison.Ordinal))
        {
            file.Report(line, forbidden.Problem);
        }

        if (_side == ScriptSide.None && !file.IsBlankOrComment(line))
        {
            file.Report(line, $"stands before the first directive of {format.Tool}, which does not run it. Move it below, or remove it.");
        }

        if (_side != ScriptSide.None)
        {
            _cutter.Keep(line, _side);
        }
        else if (line.In(file.Text).TrimStart().StartsWith("--", StringComparison.Ordinal) || line.In(file.Text).Contains("dataaccess:", StringComparison.Ordinal))
        {
            // Of the comments at the top only those that every database knows: the tool does not send them.
            _cutter.Keep(line, ScriptSide.Both);
        }
    }

    private void Take(Mark mark, ScriptLine line)
    {
        switch (mark.Kind)
        {
            case MarkKind.Up:
                Switch(ScriptSide.Up, mark, line, ref _firstUp);
                break;
            case MarkKind.Down:
                Switch(ScriptSide.Down, mark, line, ref _firstDown);
                _downSections.Add(line.Number);
                break;
            case MarkKind.NoTransaction when format.NoTransactionIsFirst && line.Number > 1:
                file.Report(line, $"is only valid on the first line: {format.Tool} would not see it here. Move it to the top.");
                break;
            case MarkKind.NoTransaction:
                (_upNoTransaction, _downNoTransaction) = (true, true);
                break;
            case MarkKind.BlockBegin or MarkKind.BlockEnd when (_openBlock is null) != (mark.Kind == MarkKind.BlockBegin):
                file.Report(line, _openBlock is null ? "ends a statement that was not begun. Write the directive that begins it above." : "begins a statement inside a statement. End the one above first.");
                break;
            case MarkKind.BlockBegin when _side == ScriptSide.None:
                file.Report(line, $"stands before the first directive of {format.Tool} that says what the statement is for. Move it below.");
                break;
            case MarkKind.BlockBegin:
                _openBlock = line;
                break;
            case MarkKind.BlockEnd:
                _openBlock = null;
                break;
            case MarkKind.Refused:
                file.Report(line, $"is a directive of {format.Tool} that cannot be honoured here. {mark.Advice}");
                break;
        }
    }

    private void Switch(ScriptSide side, Mark mark, ScriptLine line, ref ScriptLine? first)
    {
        if (first is { } other && !format.HasSections)
        {
            file.Report(line, Invariant($"repeats the directive of line {other.Number}. {format.Tool} takes one; remove the other."));
        }

        if (_openBlock is { } block)
        {
            file.Report(line, Invariant($"stands inside the statement that line {block.Number} begins. End that one first."));
            _openBlock = null;
        }

        first ??= line;
        _side = side;
        foreach (var option in Options(mark.Form.Match(line.In(file.Text).ToString())))
        {
            if (option == format.NoTransactionOption)
            {
                _upNoTransaction |= side == ScriptSide.Up;
                _downNoTransaction |= side == ScriptSide.Down;
            }
            else if (!format.OtherOptions.Contains(option, StringComparer.Ordinal))
            {
                file.Report(line, $"has an option '{option}' that is not known. {format.Tool} has: {format.Known}.");
            }
        }
    }

    private static string[] Options(Match match) => match.Groups["options"].Value.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private void CheckWhole()
    {
        if (_openBlock is { } block)
        {
            file.Report(block, "begins a statement that is never ended. Write the directive that ends it.");
        }

        if (_firstDown is { } down && _firstUp is null && !format.StartsWithUp && !file.IsDown)
        {
            file.Report(down, $"begins what undoes the migration, but nothing says where what applies it begins. {format.Tool} has: {format.Known}.");
        }
    }
}
