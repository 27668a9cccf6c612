using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Code;

/// <summary>Decides which statements a migration in C# may run.</summary>
/// <param name="flavour">How the engine's statements are read.</param>
/// <param name="mayCommit">Whether one that commits by itself may run.</param>
internal sealed class CodeStatements(SqlFlavour flavour, bool mayCommit)
{
    // A loop sends the same text again and again.
    private string? _lastText;
    private StatementTraits _last = StatementTraits.Ordinary;

    /// <exception cref="InvalidOperationException">It may not run.</exception>
    public StatementTraits Admit(string text)
    {
        if (text == _lastText)
        {
            return _last;
        }

        var traits = flavour.TraitsOf(OnlyOneOf(text));
        if (traits.IsTransactionControl)
        {
            throw Refusal(text, "begins or ends a transaction, which the runner does. Leave it out; to undo a part only, use InSavepointAsync");
        }

        if (!traits.IsTransactional && !mayCommit)
        {
            throw Refusal(text, "cannot run inside a transaction, which a migration in C# is. Put it into a file with -- dataaccess: no-transaction");
        }

        (_lastText, _last) = (text, traits);
        return traits;
    }

    private string OnlyOneOf(string text)
    {
        try
        {
            var statements = SqlSplitter.Split(text, flavour);
            return statements.Count == 1 ? statements[0].Text : throw Refusal(text, Invariant($"has {statements.Count} statements. Send one with each call"));
        }
        catch (ScriptException exception)
        {
            throw new InvalidOperationException($"'{ScriptStatement.FirstLineOf(text)}' was not sent: {exception.Message}", exception);
        }
    }

    private static InvalidOperationException Refusal(string text, string why) => new($"'{ScriptStatement.FirstLineOf(text)}' was not sent: it {why}.");
}
