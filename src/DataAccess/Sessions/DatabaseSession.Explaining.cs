using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess;

/// <content>The plans of statements.</content>
public abstract partial class DatabaseSession
{
    /// <summary>Asks the database how it would run a statement with its values. Nothing is run, unless the plan is measured.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="format">The form of the plan.</param>
    /// <param name="analyze">
    /// Whether the statement is run, and the plan says how long each step took and how many rows it gave; not on SQLite. On PostgreSQL one that may write
    /// runs in a transaction, or inside a transaction in a savepoint, that is rolled back; what a rollback does not undo stays, such as a sequence's numbers.
    /// Elsewhere such a statement is refused.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ArgumentException">It is not one statement that has a plan, so that part of it would be run.</exception>
    /// <exception cref="NotSupportedException">The database has no such plan, or would not undo what the statement writes.</exception>
    public async ValueTask<string> ExplainAsync(
        SqlStatement statement, PlanFormat format = PlanFormat.Text, bool analyze = false, CancellationToken cancellationToken = default)
    {
        var plans = Provider.Plans ?? throw new NotSupportedException($"The package of {Dialect.Name} does not tell plans.");
        var query = new PlanQuery(CallFor(statement), plans, format, analyze);
        if (!SqlAnalysis.HasOnePlan(query.Call.Text.Sql, Dialect))
        {
            throw new ArgumentException(
                $"This is not one statement that has a plan, such as select, insert, update or delete; part of it would be run, so it was not sent: {statement} Give one statement.",
                nameof(statement));
        }

        if (!analyze || query.Call.Text.IsRead)
        {
            return await ExplainAsync(query, cancellationToken).ConfigureAwait(false);
        }

        if (!plans.CanUndoAnalyzed)
        {
            throw new NotSupportedException(
                $"As far as its text shows, this statement may write, and {Dialect.Name} could not undo that; it was not run: {statement} Ask for its plan without analyze.");
        }

        string? plan = null;
        try
        {
            await InTransactionAsync(
                async (transaction, ct) =>
                {
                    plan = await transaction.ExplainAsync(query, ct).ConfigureAwait(false);
                    throw new UndoneOnPurposeException();
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (UndoneOnPurposeException)
        {
            // What the statement wrote is undone.
        }

        return plan!;
    }

    private ValueTask<string> ExplainAsync(PlanQuery query, CancellationToken cancellationToken)
        => ExecuteAsync(query.ToCall(Dialect), PlanQuery.RunAsync, query, cancellationToken);
}
