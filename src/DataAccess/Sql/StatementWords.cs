namespace DataAccess;

/// <summary>
/// Gives the statements of a text as their words: in lower case, without what stands in quotes and comments. A reader of
/// beginnings, not a parser.
/// </summary>
internal struct StatementWords(string sql, SqlLexis lexis)
{
    /// <summary>Further words tell nothing more about a statement.</summary>
    private const int MaxWords = 64;

    private readonly List<SqlToken> _tokens = SqlScanner.Scan(sql, lexis, out _);
    private int _at = 0;

    /// <summary>The words of the statement that <see cref="MoveNext"/> found, at least one.</summary>
    public List<string> Words { get; } = [];

    /// <summary>Goes to the next statement that has a word; false at the end of the text.</summary>
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
                Words.Add(token.In(sql).ToString().ToLowerInvariant());
            }
        }

        return Words.Count > 0;
    }
}
