using System.Data.Common;
using DataAccess.Connections;

namespace DataAccess.Cli.Check;

/// <summary>Has a database parse each statement of a program, and compares what it gives with what the program reads. Runs nothing that writes.</summary>
internal static class StatementChecker
{
    /// <exception cref="DatabaseUnavailableException">No connection could be opened.</exception>
    public static async Task<IReadOnlyList<CheckFinding>> CheckAsync(Database database, IReadOnlyList<ManifestStatement> statements, CancellationToken cancellationToken)
    {
        var findings = new List<CheckFinding>();
        await using var connection = await database.Connections.OpenDedicatedAsync(cancellationToken);
        foreach (var statement in statements)
        {
            findings.AddRange(statement.Unknown is { } reason
                ? [new CheckFinding(statement, CheckFindingKind.Unchecked, reason)]
                : (await CheckAsync(connection, statement, cancellationToken)).Select(found => new CheckFinding(statement, found.Kind, found.Message)));
        }

        return findings;
    }

    private static async Task<IReadOnlyList<(CheckFindingKind Kind, string Message)>> CheckAsync(
        DedicatedConnection connection, ManifestStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            var columns = await connection.DescribeAsync(StatementBuilder.Build(statement), cancellationToken);
            return columns is null || statement.Rows is null || statement.IsCount ? [] : new RowComparison(columns).Compare(statement);
        }
        catch (Exception exception) when (statement.UnknownType is { } type && (exception is ArgumentException or MappingException || IsAnswer(exception, connection)))
        {
            // The statement may be wrong, or it needs the type.
            return [(CheckFindingKind.Unchecked, $"how a value of type {type} is sent is known only when the program runs; without a type: {exception.Message}")];
        }
        catch (DbException exception) when (IsAnswer(exception, connection))
        {
            return [(CheckFindingKind.Error, connection.Provider.Classify(exception).Message)];
        }
        catch (Exception exception) when (exception is ArgumentException or MappingException)
        {
            return [(CheckFindingKind.Error, exception.Message)];
        }
    }

    /// <summary>Whether the database has said it, and the connection goes on.</summary>
    private static bool IsAnswer(Exception exception, DedicatedConnection connection)
        => exception is DbException && connection.Provider.Classify(exception).ServerAnswered;
}
