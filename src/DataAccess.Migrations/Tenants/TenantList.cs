using System.Data.Common;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Tenants;

/// <summary>Finds the tenants of a database.</summary>
/// <param name="tenants">Which are looked for.</param>
/// <param name="dialect">The engine.</param>
internal sealed class TenantList(TenantOptions tenants, RunnerDialect dialect)
{
    /// <summary>SQLite's companions of a file, and the runner's.</summary>
    private static readonly string[] Companions = ["-wal", "-shm", "-journal", ".migrate-lock"];

    /// <summary>The tenants' names, sorted, each with whether it exists.</summary>
    /// <exception cref="MigrationException">There is none.</exception>
    public async ValueTask<IReadOnlyList<(string Name, bool Exists)>> FindAsync(MigrationSession? session, CancellationToken cancellationToken)
    {
        var names = tenants.Query is { } query ? await AskAsync(session!, query, cancellationToken).ConfigureAwait(false)
            : dialect.TenantNames is { } all ? await MatchAsync(session!, all, cancellationToken).ConfigureAwait(false)
            : Files(tenants.Pattern!);
        if (names.Count == 0)
        {
            throw MigrationException.Validation(
                [tenants.Query is null ? $"No tenant matches '{tenants.Pattern}'. {dialect.TenantPatternHelp}" : $"The query for the tenants returned no row: {tenants.Query}"]);
        }

        if (dialect.TenantNames is not { } known)
        {
            return [.. names.Select(static name => (name, File.Exists(name)))];
        }

        var existing = tenants.Query is null ? names : await session!.QueryAsync(SqlStatement.Raw(known), static reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        var set = existing.ToHashSet(StringComparer.Ordinal);
        return [.. names.Select(name => (name, set.Contains(name)))];
    }

    /// <exception cref="InvalidOptionsException">The query is not one query, or the database rejects it.</exception>
    private async ValueTask<IReadOnlyList<string>> AskAsync(MigrationSession session, string query, CancellationToken cancellationToken)
    {
        var names = await RunAsync(session, OnlyOneOf(query), cancellationToken).ConfigureAwait(false);
        return names.Any(string.IsNullOrEmpty)
            ? throw MigrationException.Validation([$"The query for the tenants returned a row without a name: {query}"])
            : [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private string OnlyOneOf(string query)
    {
        try
        {
            var statements = SqlSplitter.Split(query, dialect.Flavour);
            return statements.Count == 1 ? statements[0].Text : throw Wrong(query, Invariant($"it has {statements.Count} statements, and must be one query"));
        }
        catch (ScriptException exception)
        {
            throw Wrong(query, exception.Message);
        }
    }

    private static async ValueTask<IReadOnlyList<string?>> RunAsync(MigrationSession session, string query, CancellationToken cancellationToken)
    {
        try
        {
            return await session.QueryAsync(
                SqlStatement.Script(query), static reader => reader.IsDBNull(0) ? null : Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception) when (session.Classify(exception) is { Kind: not (FailureKind.ConnectionLost or FailureKind.Unavailable or FailureKind.Cancelled or FailureKind.RolledBack) } failure)
        {
            throw Wrong(query, $"{failure.Message}{(failure.Code is null ? "" : $" ({failure.Code})")}");
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidOperationException)
        {
            throw Wrong(query, "it returns no column");
        }
    }

    private static InvalidOptionsException Wrong(string query, string problem)
        => new($"The query for the tenants ({nameof(TenantOptions)}.{nameof(TenantOptions.Query)}, --tenants-query) cannot be used: {problem.TrimEnd('.')}. It is: {query}");

    private async ValueTask<IReadOnlyList<string>> MatchAsync(MigrationSession session, string all, CancellationToken cancellationToken)
    {
        var names = await session.QueryAsync(dialect.TenantsLike(all, tenants.Pattern!), static reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        return [.. names.Order(StringComparer.Ordinal)];
    }

    private static List<string> Files(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern);
        folder = string.IsNullOrEmpty(folder) ? "." : folder;
        return !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder, Path.GetFileName(pattern))
                .Where(static file => !Array.Exists(Companions, ending => file.EndsWith(ending, StringComparison.Ordinal)))
                .Select(file => folder == "." ? Path.GetFileName(file) : file)
                .Order(StringComparer.Ordinal)
                .ToList();
    }
}
