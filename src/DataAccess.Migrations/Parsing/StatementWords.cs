namespace DataAccess.Migrations.Parsing;

/// <summary>A statement as a list of words, for the few questions that are asked of what it does.</summary>
internal sealed class StatementWords
{
    private readonly List<string> _words = [];
    private readonly List<SqlToken> _tokens = [];

    /// <param name="statement">One statement.</param>
    /// <param name="flavour">Whose rules it follows.</param>
    /// <param name="limit">How many words are looked at; the rest of a long insert says nothing new.</param>
    public StatementWords(string statement, SqlFlavour flavour, int limit = 4_000)
    {
        var lexer = new SqlLexer(statement, flavour, isStatement: true);
        while (_words.Count < limit && lexer.TryRead(out var token))
        {
            if (token.Kind is SqlTokenKind.ConditionalOpen or SqlTokenKind.ConditionalClose || !token.IsSignificant)
            {
                continue;
            }

            _words.Add(token.Kind == SqlTokenKind.QuotedName ? Unquote(token.In(statement)) : token.In(statement).ToString());
            _tokens.Add(token);
        }
    }

    public int Count => _words.Count;

    /// <summary>The text of a word, a quoted name without its quotes; empty past the end.</summary>
    public string this[int index] => index >= 0 && index < _words.Count ? _words[index] : "";

    /// <summary>Whether the name at a place was quoted, so that no case is folded.</summary>
    public bool IsQuoted(int index) => index < _tokens.Count && _tokens[index].Kind == SqlTokenKind.QuotedName;

    /// <summary>What the word at a place is, and where in the statement.</summary>
    public SqlToken TokenAt(int index) => _tokens[index];

    /// <summary>Whether these words stand at a place; quoted names are never keywords.</summary>
    public bool At(int index, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (index + i >= _words.Count || IsQuoted(index + i) || !_words[index + i].Equals(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether these words stand next to each other anywhere.</summary>
    public bool Has(params ReadOnlySpan<string> words) => IndexOf(words) >= 0;

    public int IndexOf(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < _words.Count; i++)
        {
            if (At(i, words))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Unquote(ReadOnlySpan<char> name)
    {
        var close = name[0] == '[' ? ']' : name[0];
        if (name.Length < 2 || name[^1] != close)
        {
            return name.ToString();
        }

        var quote = close.ToString();
        return name[1..^1].ToString().Replace(quote + quote, quote, StringComparison.Ordinal);
    }
}
