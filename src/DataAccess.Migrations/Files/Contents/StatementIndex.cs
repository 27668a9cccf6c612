using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>The statements of a large script. It has the places of them all, and reads the text of one when it is asked for.</summary>
/// <param name="file">The file.</param>
/// <param name="isOfMariaDb">Whether it is a dump of MariaDB.</param>
internal sealed class StatementIndex(LargeFile file, bool isOfMariaDb) : LazyList<ScriptStatement>, IStatementTexts
{
    private const int BlockSize = 2_048;

    /// <summary>In blocks, which are never copied when there are more.</summary>
    private readonly List<StatementPlace[]> _blocks = [];
    private readonly List<SqlFlavour> _flavours = [];
    private readonly Dictionary<int, RowsPlace> _rows = [];

    /// <summary>What is known of those that are not ordinary; each kind is held once.</summary>
    private readonly Dictionary<int, StatementTraits> _traits = [];
    private readonly Dictionary<StatementTraits, StatementTraits> _kinds = [];
    private int _count;

    public override int Count => _count;

    public override ScriptStatement this[int index]
    {
        get
        {
            var place = PlaceOf(index);
            return new ScriptStatement(place.Start, place.Line, place.Length, _flavours[place.Flavour], this, index)
            {
                Column = place.Column,
                Data = _rows.TryGetValue(index, out var rows) ? new CopyData(rows.Start, rows.Line, () => file.Open(rows.FirstByte, rows.End - rows.FirstByte)) : null,
            };
        }
    }

    public StatementTraits TraitsAt(int index) => _traits.GetValueOrDefault(index, StatementTraits.Ordinary);

    public string TextOf(int index)
    {
        var place = PlaceOf(index);
        var text = file.Read(place.FirstByte, place.Bytes);
        return file.HasStrayBytes ? BinaryStrings.Send(text, _flavours[place.Flavour], place.Line, isOfMariaDb) ?? text : text;
    }

    /// <summary>Adds the next statement.</summary>
    /// <exception cref="ScriptException">It has bytes that cannot be sent.</exception>
    /// <param name="statement">The statement.</param>
    /// <param name="first">Where it starts in the file.</param>
    /// <param name="end">Where it ends there.</param>
    public void Add(ScriptStatement statement, int first, int end)
    {
        if (Count % BlockSize == 0)
        {
            _blocks.Add(new StatementPlace[BlockSize]);
        }

        _blocks[^1][Count % BlockSize] = new StatementPlace(first, end - first, statement.Start, statement.Length, statement.Line, statement.Column, NumberOf(statement.Flavour));
        if (file.HasStrayBytes)
        {
            BinaryStrings.Send(statement.Text, statement.Flavour, statement.Line, isOfMariaDb);
        }

        var traits = statement.Flavour.TraitsOf(statement.Text);
        if (traits != StatementTraits.Ordinary)
        {
            if (!_kinds.TryGetValue(traits, out var known))
            {
                _kinds.Add(traits, known = traits);
            }

            _traits.Add(Count, known);
        }

        _count++;
    }

    /// <summary>Adds the rows of the last statement.</summary>
    public void AddRows(RowsPlace rows) => _rows.Add(Count - 1, rows);

    private StatementPlace PlaceOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _blocks[index / BlockSize][index % BlockSize];
    }

    /// <summary>A script changes its rules a few times, and most statements have those of the one before.</summary>
    private ushort NumberOf(SqlFlavour flavour)
    {
        var number = _flavours.LastIndexOf(flavour);
        if (number < 0)
        {
            number = _flavours.Count;
            _flavours.Add(flavour);
        }

        return checked((ushort)number);
    }
}
