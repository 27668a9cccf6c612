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
            return columns is null || statement.Rows is null || statement.IsCount ? [] : new RowComparison(columns).Compare(statement.Rows, statement.IsScalar);
        }
        catch (DbException exception) when (connection.Provider.Classify(exception) is { ServerAnswered: true } failure)
        {
            return [(CheckFindingKind.Error, failure.Message.Length > 0 ? failure.Message : exception.Message)];
        }
        catch (Exception exception) when (exception is ArgumentException or MappingException)
        {
            return [(CheckFindingKind.Error, exception.Message)];
        }
    }
}
