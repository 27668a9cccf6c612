using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>
/// Violated constraints. The server sends their names in fields of their own, and columns of a key only in a text: they are told where it can be read in one way only.
/// </summary>
internal static class PostgreSqlConstraints
{
    private const string BetweenKeyAndValues = ")=(";

    public static ConstraintViolation? Find(Exception exception)
        => exception is PostgresException server && KindOf(server.SqlState) is { } kind && !IsPartition(server)
            ? new ConstraintViolation(kind, NullIfEmpty(server.ConstraintName), NullIfEmpty(server.TableName), ColumnsOf(server, kind))
            : null;

    public static ConstraintViolation? Find(in DatabaseFailure failure)
        => failure.Code is { } state && KindOf(state) is { } kind && !(kind == ConstraintKind.Check && IsPartition(failure.Message))
            ? new ConstraintViolation(kind, Constraint: null, Table: null, failure.Column is { } column ? [column] : [])
            : null;

    private static ConstraintKind? KindOf(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation => ConstraintKind.Unique,

        // PostgreSQL 18 has a state of its own for 'on delete restrict'.
        PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => ConstraintKind.ForeignKey,
        PostgresErrorCodes.CheckViolation => ConstraintKind.Check,
        PostgresErrorCodes.NotNullViolation => ConstraintKind.NotNull,
        PostgresErrorCodes.ExclusionViolation => ConstraintKind.Exclusion,
        _ => null,
    };

    /// <summary>A row that fits no partition has the state of a check, and a table without a constraint.</summary>
    private static bool IsPartition(PostgresException server)
        => server.SqlState == PostgresErrorCodes.CheckViolation && string.IsNullOrEmpty(server.ConstraintName) && !string.IsNullOrEmpty(server.TableName);

    // All that is left of a row that a writer has rejected.
    private static bool IsPartition(string message)
        => message.StartsWith("no partition of relation ", StringComparison.Ordinal) || message.EndsWith(" violates partition constraint", StringComparison.Ordinal);

    private static string[] ColumnsOf(PostgresException server, ConstraintKind kind)
        => NullIfEmpty(server.ColumnName) is { } column ? [column]
            : kind switch
            {
                // Only where no name can be mistaken for an expression.
                ConstraintKind.Unique or ConstraintKind.Exclusion => KeyDetail.Read(server.Detail) is { HasNames: true } key ? key.Columns : [],
                ConstraintKind.ForeignKey when server.SqlState == PostgresErrorCodes.ForeignKeyViolation && IsOfChild(server) => ReferringColumns(server.Detail),

                // A check's detail shows the row.
                _ => [],
            };

    /// <summary>
    /// Whether a row without a parent is meant, and so the detail names the key's own columns. Of a parent with children it names those of the parent, and the table of the children.
    /// </summary>
    private static bool IsOfChild(PostgresException server)
        => server.MessageText.StartsWith("insert or update on table ", StringComparison.Ordinal)
            || (!server.MessageText.StartsWith("update or delete on table ", StringComparison.Ordinal)
                && server.TableName is { Length: > 0 } table && server.Detail?.Contains(table, StringComparison.Ordinal) == false);

    /// <summary>The names are not quoted here, and one may contain what separates them; but a key has as many values.</summary>
    private static string[] ReferringColumns(string? detail)
    {
        if (detail is null
            || detail.IndexOf('(', StringComparison.Ordinal) is var open && open < 0
            || detail.IndexOf(BetweenKeyAndValues, open, StringComparison.Ordinal) is var between && between < 0
            || detail.LastIndexOf(BetweenKeyAndValues, StringComparison.Ordinal) != between)
        {
            return [];
        }

        var names = detail[(open + 1)..between].Split(", ");
        return names.Length == 1 || detail[between..detail.LastIndexOf(')')].Split(", ").Length == names.Length ? names : [];
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
