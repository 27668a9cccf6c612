using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Scratch;

/// <summary>Runs a script in a scratch database, where nothing has to be journaled.</summary>
internal static class ScratchScript
{
    /// <param name="database">The scratch database.</param>
    /// <param name="script">Its text.</param>
    /// <param name="flavour">How it is read.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MigrationException">The script cannot be read, or a statement failed; the message says where.</exception>
    public static async Task RunAsync(Database database, string script, SqlFlavour flavour, string name, CancellationToken cancellationToken)
    {
        var session = await MigrationSession.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var statement in Split(script, flavour, name))
            {
                try
                {
                    await session.ExecuteAsync(SqlStatement.Script(statement.Text), cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    throw new MigrationException(
                        MigrationFailure.Validation, Invariant($"{name}:{statement.Line}: {session.Classify(exception).Message} The statement, run in a scratch database, was: {statement.FirstLine}"), exception);
                }
            }
        }
    }

    private static IReadOnlyList<ScriptStatement> Split(string script, SqlFlavour flavour, string name)
    {
        try
        {
            return SqlSplitter.Split(script, flavour);
        }
        catch (ScriptException exception)
        {
            throw MigrationException.Validation([Invariant($"{name}:{exception.Line}: {exception.Message}")]);
        }
    }
}
