using System.Globalization;

namespace DataAccess.Sql;

/// <summary>
/// The text parameters of a statement whose type the server may be unable to infer: arguments of functions, and operands of <c>is</c>. Whether
/// it can is found out once for each text.
/// </summary>
internal sealed class UntypedText
{
    private volatile bool[]? _isText;

    private UntypedText(int[] arguments) => Arguments = arguments;

    /// <summary>The positions of those that are arguments, from 0.</summary>
    public IReadOnlyList<int> Arguments { get; }

    /// <summary>Whether it is known which of the statement's parameters have to be sent as text.</summary>
    public bool IsKnown => _isText is not null;

    /// <summary>Whether the server infers no type for a parameter, so that it is sent as text.</summary>
    public bool IsText(int index) => _isText is { } isText && index < isText.Length && isText[index];

    public void Learn(IReadOnlyCollection<int> texts)
    {
        var isText = new bool[texts.Count == 0 ? 0 : texts.Max() + 1];
        foreach (var index in texts)
        {
            isText[index] = true;
        }

        _isText = isText;
    }

    /// <summary>Those of a statement; null if there are none.</summary>
    public static UntypedText? In(string sql, List<Type> types, SqlDialect dialect)
    {
        if (!dialect.InfersTextTypes || !types.Exists(IsUntyped))
        {
            return null;
        }

        var tokens = SqlScanner.Scan(sql, dialect.Lexis, out _);
        var (arguments, isAtRisk) = (new List<int>(), false);
        var groups = new Stack<(bool IsCall, bool IsArray)>();
        var group = (IsCall: false, IsArray: false);
        for (var i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i].Kind)
            {
                case SqlTokenKind.Open:
                    groups.Push(group);
                    group = (group.IsCall || IsCall(sql, tokens, i - 1), Is(sql, tokens, i - 1, "any", "all", "some"));
                    break;
                case SqlTokenKind.Close when groups.Count > 0:
                    group = groups.Pop();
                    break;
                case SqlTokenKind.Word when !group.IsArray && ParameterAt(sql, tokens[i]) is { } index && index < types.Count && IsUntyped(types[index]):
                    isAtRisk |= group.IsCall || PrecedesIs(sql, tokens, i + 1);
                    if (group.IsCall)
                    {
                        arguments.Add(index);
                    }

                    break;
            }
        }

        return isAtRisk ? new UntypedText([.. arguments]) : null;
    }

    private static bool IsUntyped(Type type) => type == typeof(string) || type == typeof(char) || type == typeof(object);

    /// <summary>Whether a parenthesis after this token may begin the arguments of a function. In doubt it does, which costs a round trip.</summary>
    private static bool IsCall(string sql, List<SqlToken> tokens, int i) => i >= 0 && tokens[i].IsName && !SqlCalls.IsKeyword(tokens[i].In(sql));

    private static bool PrecedesIs(string sql, List<SqlToken> tokens, int i)
    {
        while (i < tokens.Count && tokens[i].Kind == SqlTokenKind.Close)
        {
            i++;
        }

        return i < tokens.Count && Is(sql, tokens, i, "is", "isnull", "notnull");
    }

    private static bool Is(string sql, List<SqlToken> tokens, int i, params ReadOnlySpan<string> words)
    {
        if (i >= 0 && tokens[i].Kind == SqlTokenKind.Word)
        {
            foreach (var word in words)
            {
                if (tokens[i].In(sql).Equals(word, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The position of a parameter that is written <c>$1</c>.</summary>
    private static int? ParameterAt(string sql, in SqlToken token)
        => token.Start > 0 && sql[token.Start - 1] == '$' && int.TryParse(token.In(sql), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : null;
}
