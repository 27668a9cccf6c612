namespace DataAccess.Sql;

/// <summary>
/// Returns the statements of a text as words: in lower case, without those in quotes and comments. It reads the
/// beginnings of statements and is not a parser.
/// </summary>
internal struct StatementWords
{
    /// <summary>Further words say nothing more about a statement.</summary>
    private const int MaxWords = 64;

    private readonly string _sql;
    private readonly List<SqlToken> _tokens;
    private int _at;

    public StatementWords(string sql, SqlLexis lexis, SqlVersions? versions = null)
    {
        _sql = sql;
        _tokens = SqlScanner.Scan(sql, lexis, out var isUnsure, versions);
        IsUnsure = isUnsure;
    }

    /// <summary>Whether the text may have other words than these.</summary>
    public bool IsUnsure { get; }

    /// <summary>The words of the statement that <see cref="MoveNext"/> found, at least one.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Moves to the next statement that has a word; false at the end of the text.</summary>
    public bool MoveNext()
    {
        Words.Clear();
        while (_at < _tokens.Count)
        {
            var token = _tokens[_at++];
            if (token.Kind == SqlTokenKind.Separator && Words.Count > 0)
            {
                return true;
            }

            if (token.Kind == SqlTokenKind.Word && Words.Count < MaxWords)
            {
                Words.Add(token.In(_sql).ToString().ToLowerInvariant());
            }
        }

        return Words.Count > 0;
    }
}
