using DataAccess.Migrations;
using DataAccess.Migrations.Parsing;
using DataAccess.Providers;

namespace DataAccess.Cli.Advise;

/// <summary>Whether a text may be measured: one statement that reads. In several, or in a procedure, one could make its session writable again.</summary>
internal static class MeasuredText
{
    private static readonly string[] Reads = ["select", "values", "table", "with", "show"];

    /// <exception cref="AdviseRefusedException">It is not such a statement.</exception>
    public static void Check(string sql, DatabaseProvider provider)
    {
        var flavour = EngineRegistry.Find(provider).Flavour;
        IReadOnlyList<ScriptStatement> statements;
        try
        {
            statements = SqlSplitter.Split(sql, flavour);
        }
        catch (ScriptException exception)
        {
            throw new AdviseRefusedException($"The statement to measure cannot be read: {exception.Message}", exception);
        }

        if (statements.Count != 1)
        {
            throw new AdviseRefusedException(Invariant($"There are {statements.Count} statements to measure. Give one, which only reads."));
        }

        var verb = new StatementWords(statements[0].Text.TrimStart('(', ' ', '\n', '\r', '\t'), flavour, limit: 1)[0];
        if (!Reads.Contains(verb, StringComparer.OrdinalIgnoreCase))
        {
            throw new AdviseRefusedException($"The statement to measure begins with '{verb}'. Give one that only reads: {string.Join(", ", Reads)}.");
        }
    }
}
