using DataAccess.Analyzers.Lexing;
using DataAccess.Analyzers.Statements;

namespace DataAccess.Analyzers.NameHoles;

/// <summary>
/// Finds the holes of a statement where a name has to stand: a sort key that is nothing but a hole, a table, a column to write. A hole that is
/// part of an expression is a value, wherever it is.
/// </summary>
internal sealed class NamePositions
{
    private readonly string _sql;
    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly int[] _holes;
    private readonly List<NamePosition> _found = [];
    private readonly Stack<NameScope> _scopes = new();
    private string? _verb;

    private NamePositions(string sql)
    {
        var tokens = SqlLexer.Lex(sql);
        _sql = sql;
        _tokens = [.. tokens.Where(static token => token.Kind != SqlTokenKind.Comment)];
        _holes = Number(sql, _tokens);
    }

    /// <param name="sql">The text with a mark for each hole.</param>
    public static IReadOnlyList<NamePosition> In(string sql)
    {
        var positions = new NamePositions(sql);
        positions.Read();
        return positions._found;
    }

    private NameScope Scope => _scopes.Peek();

    private void Read()
    {
        _scopes.Push(new NameScope(NameList.None, 0) { IsQuery = true });
        for (var i = 0; i < _tokens.Count; i++)
        {
            switch (_tokens[i].Kind)
            {
                case SqlTokenKind.Open:
                    _scopes.Push(new NameScope(IsColumnList(i) ? NameList.Columns : NameList.None, i + 1));
                    break;
                case SqlTokenKind.Close:
                    EndElement(i);
                    if (_scopes.Count > 1)
                    {
                        _scopes.Pop();
                    }

                    break;
                case SqlTokenKind.Comma:
                    EndElement(i);
                    Scope.Start = i + 1;
                    break;
                case SqlTokenKind.Separator:
                    EndList(i);
                    _verb = null;
                    break;
                case SqlTokenKind.Word:
                    ReadWord(i);
                    break;
                case SqlTokenKind.Hole when IsName(i):
                    _found.Add(new NamePosition(_holes[i], NameRole.Name));
                    break;
            }
        }

        EndElement(_tokens.Count);
    }

    private void ReadWord(int i)
    {
        var word = Word(i)!;
        if (Scope.List is not (NameList.None or NameList.Columns) && ClauseWords.ListEnds.Contains(word))
        {
            EndList(i);
        }

        _verb ??= word;
        Scope.IsQuery |= word is "select" or "delete";
        if (word == "by" && Word(i - 1) is "order" or "partition")
        {
            Begin(NameList.SortKeys, i);
        }
        else if (word == "by" && Word(i - 1) == "group")
        {
            Begin(NameList.GroupKeys, i);
        }
        else if (word == "set" || (word == "update" && Word(i - 1) == "key"))
        {
            Begin(NameList.Assignments, i);
        }
    }

    private void Begin(NameList list, int keyword)
    {
        Scope.List = list;
        Scope.Start = keyword + 1;
    }

    private void EndList(int end)
    {
        EndElement(end);
        Scope.List = NameList.None;
    }

    private void EndElement(int end)
    {
        var start = Scope.Start;
        switch (Scope.List)
        {
            case NameList.SortKeys or NameList.GroupKeys:
                EndKey(start, end, Scope.List == NameList.SortKeys ? NameRole.SortKey : NameRole.GroupKey);
                break;
            case NameList.Columns when end == start + 1 && IsHole(start):
            case NameList.Assignments when end > start + 1 && IsHole(start) && _sql[_tokens[start + 1].Start] == '=':
                _found.Add(new NamePosition(_holes[start], NameRole.Column));
                break;
        }
    }

    /// <summary>Decides on <c>{key}</c>, <c>{key} desc</c>, <c>{key} {direction}</c> and <c>name {direction}</c>.</summary>
    private void EndKey(int start, int end, NameRole role)
    {
        while (end > start && Word(end - 1) is { } word && ClauseWords.AfterSortKey.Contains(word))
        {
            end--;
        }

        if (end == start + 1 && IsHole(start))
        {
            _found.Add(new NamePosition(_holes[start], role));
        }
        else if (end == start + 2 && IsHole(start) && IsHole(start + 1))
        {
            // A fragment may be an expression that the hole goes on with, but a direction that is a value is far more likely.
            _found.Add(new NamePosition(_holes[start], role));
            _found.Add(new NamePosition(_holes[start + 1], NameRole.Direction));
        }
        else if (end >= start + 2 && IsHole(end - 1) && EndsName(start, end - 1))
        {
            _found.Add(new NamePosition(_holes[end - 1], NameRole.Direction));
        }
    }

    /// <summary>Whether the tokens are <c>name</c> or <c>t.name</c>.</summary>
    private bool EndsName(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var isPart = (i - start) % 2 == 0
                ? _tokens[i].Kind == SqlTokenKind.Name || (Word(i) is { } word && !ClauseWords.Operators.Contains(word))
                : IsDot(i);
            if (!isPart)
            {
                return false;
            }
        }

        return (end - start) % 2 == 1;
    }

    /// <summary>Whether the parenthesis opens the columns of an insert or of its conflict.</summary>
    private bool IsColumnList(int open)
    {
        if (Word(open + 1) is { } first && ClauseWords.QueryStarts.Contains(first))
        {
            return false;
        }

        if (Word(open - 1) == "conflict")
        {
            return true;
        }

        // insert into schema.table (
        var i = open - 1;
        while (IsDot(i - 1))
        {
            i -= 2;
        }

        return i >= 1 && Word(i - 1) == "into" && (IsHole(i) || _tokens[i].Kind is SqlTokenKind.Word or SqlTokenKind.Name);
    }

    private bool IsName(int hole)
    {
        if (IsDot(hole - 1) || IsDot(hole + 1))
        {
            return true;
        }

        var i = hole - 1;
        if (Word(i) == "exists" && (Word(i - 1) == "if" || (Word(i - 1) == "not" && Word(i - 2) == "if")))
        {
            return true;
        }

        i -= Word(i) == "only" ? 1 : 0;
        return Word(i) switch
        {
            null => false,
            "from" => Scope.IsQuery && Word(i - 1) != "distinct",
            "update" => Word(i - 1) is not ("for" or "key"),
            var word => ClauseWords.BeforeName.Contains(word)
                || (ClauseWords.BeforeDefinedName.Contains(word) && _verb is { } verb && ClauseWords.Definitions.Contains(verb)),
        };
    }

    private bool IsDot(int i) => i >= 0 && i < _tokens.Count && _sql[_tokens[i].Start] == '.';

    private bool IsHole(int i) => i >= 0 && i < _tokens.Count && _tokens[i].Kind == SqlTokenKind.Hole;

    /// <summary>The word in lower case; null if the token is none.</summary>
    private string? Word(int i)
        => i >= 0 && i < _tokens.Count && _tokens[i] is { Kind: SqlTokenKind.Word } token ? _sql.Substring(token.Start, token.Length).ToLowerInvariant() : null;

    /// <summary>For each token that is a hole, which one of the statement it is. Holes inside other tokens count.</summary>
    private static int[] Number(string sql, IReadOnlyList<SqlToken> tokens)
    {
        var numbers = new int[tokens.Count];
        var (at, number) = (0, 0);
        for (var i = 0; i < tokens.Count; i++)
        {
            for (; at < tokens[i].Start; at++)
            {
                number += sql[at] == StatementText.HoleMark ? 1 : 0;
            }

            numbers[i] = number;
        }

        return numbers;
    }
}
