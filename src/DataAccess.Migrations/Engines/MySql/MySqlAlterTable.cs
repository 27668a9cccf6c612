using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Reads the actions of MySQL's <c>alter table</c> as far as the catalog shows them.</summary>
internal sealed class MySqlAlterTable
{
    private readonly StatementWords _words;
    private readonly SchemaName _table;
    private readonly List<SchemaEffect> _effects = [];
    private bool _isRepeatable = true;
    private int _at;

    private MySqlAlterTable(StatementWords words)
    {
        _words = words;
        _at = 2;
        _at += words.At(_at, "IF", "EXISTS") ? 2 : 0;
        _table = SchemaName.Read(words, ref _at, foldsCase: false);
    }

    public static StatementTraits TraitsOf(StatementWords words)
    {
        var alter = new MySqlAlterTable(words);
        alter.ReadActions();
        return new() { IsTransactional = false, IsRepeatable = alter._isRepeatable, Effects = alter._effects, Table = alter._table };
    }

    private void ReadActions()
    {
        while (_at < _words.Count)
        {
            ReadAction();
            SkipToNextAction();
        }
    }

    private void ReadAction()
    {
        switch (_words[_at++].ToUpperInvariant())
        {
            case "ADD":
                ReadAdd();
                break;
            case "DROP":
                ReadDrop();
                break;
            case "CHANGE":
                Skip("COLUMN");
                Renamed(SchemaObject.Column, TakeName(), TakeName());
                break;
            case "RENAME":
                ReadRename();
                break;
            case "MODIFY" or "ALTER" or "ENGINE" or "COMMENT" or "CONVERT" or "DEFAULT" or "CHARACTER" or "CHARSET" or "COLLATE" or "ROW_FORMAT"
                or "AUTO_INCREMENT" or "ALGORITHM" or "LOCK" or "ORDER" or "FORCE" or "STATS_PERSISTENT" or "ENABLE" or "DISABLE":
                // The same words again give the same table again.
                break;
            default:
                _isRepeatable = false;
                break;
        }
    }

    private void ReadAdd()
    {
        _isRepeatable = false;
        if (Skip("CONSTRAINT"))
        {
            if (!_words.At(_at, "PRIMARY") && !_words.At(_at, "UNIQUE") && !_words.At(_at, "FOREIGN") && !_words.At(_at, "CHECK"))
            {
                Effect(SchemaObject.Constraint, TakeName(), exists: true);
            }
        }
        else if (_words.At(_at, "PRIMARY", "KEY"))
        {
            Effect(SchemaObject.Index, "PRIMARY", exists: true);
        }
        else if (_words.At(_at, "FOREIGN") || _words.At(_at, "CHECK") || _words.At(_at, "PARTITION") || _words[_at] == "(")
        {
            return;
        }
        else if (SkipAny("UNIQUE", "FULLTEXT", "SPATIAL") | SkipAny("INDEX", "KEY"))
        {
            if (_words[_at] != "(")
            {
                Effect(SchemaObject.Index, TakeName(), exists: true);
            }
        }
        else
        {
            Skip("COLUMN");
            if (_words[_at] != "(")
            {
                Effect(SchemaObject.Column, TakeName(), exists: true);
            }
        }
    }

    private void ReadDrop()
    {
        _isRepeatable = false;
        if (_words.At(_at, "PRIMARY", "KEY"))
        {
            Effect(SchemaObject.Index, "PRIMARY", exists: false);
        }
        else if (SkipAny("INDEX", "KEY"))
        {
            Effect(SchemaObject.Index, TakeName(), exists: false);
        }
        else if (SkipAny("CONSTRAINT", "CHECK") || Skip("FOREIGN"))
        {
            Skip("KEY");
            Effect(SchemaObject.Constraint, TakeName(), exists: false);
        }
        else if (!_words.At(_at, "PARTITION"))
        {
            Skip("COLUMN");
            Effect(SchemaObject.Column, TakeName(), exists: false);
        }
    }

    private void ReadRename()
    {
        if (Skip("COLUMN"))
        {
            var from = TakeName();
            Skip("TO");
            Renamed(SchemaObject.Column, from, TakeName());
        }
        else if (SkipAny("INDEX", "KEY"))
        {
            var from = TakeName();
            Skip("TO");
            Renamed(SchemaObject.Index, from, TakeName());
        }
        else
        {
            SkipAny("TO", "AS");
            _isRepeatable = false;
            var to = SchemaName.Read(_words, ref _at, foldsCase: false);
            _effects.Add(new SchemaEffect(SchemaObject.Table, _table, null, Exists: false));
            _effects.Add(new SchemaEffect(SchemaObject.Table, to, null, Exists: true));
        }
    }

    private void Renamed(SchemaObject kind, string from, string to)
    {
        if (!from.Equals(to, StringComparison.OrdinalIgnoreCase))
        {
            _isRepeatable = false;
            Effect(kind, from, exists: false);
            Effect(kind, to, exists: true);
        }
    }

    private void Effect(SchemaObject kind, string name, bool exists)
        => _effects.Add(new SchemaEffect(kind, new SchemaName(null, name), _table, exists));

    private string TakeName()
    {
        _at += _words.At(_at, "IF", "NOT", "EXISTS") ? 3 : _words.At(_at, "IF", "EXISTS") ? 2 : 0;
        return _words[_at++];
    }

    private bool Skip(string word)
    {
        var has = _words.At(_at, word);
        _at += has ? 1 : 0;
        return has;
    }

    private bool SkipAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Skip(word))
            {
                return true;
            }
        }

        return false;
    }

    private void SkipToNextAction()
    {
        var depth = 0;
        while (_at < _words.Count && (depth > 0 || _words[_at] != ","))
        {
            depth += _words.IsQuoted(_at) ? 0 : _words[_at] switch { "(" => 1, ")" => -1, _ => 0 };
            _at++;
        }

        _at++;
    }
}
