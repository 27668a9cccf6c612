using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>Violated constraints. The server sends their names in fields of their own, and columns of a key only in a text.</summary>
internal static class PostgreSqlConstraints
{
    public static ConstraintViolation? Find(Exception exception)
        => exception is PostgresException server && KindOf(server.SqlState) is { } kind
            ? new ConstraintViolation(kind, NullIfEmpty(server.ConstraintName), NullIfEmpty(server.TableName), ColumnsOf(server))
            : null;

    public static ConstraintViolation? Find(in DatabaseFailure failure)
        => failure.Code is { } state && KindOf(state) is { } kind ? new ConstraintViolation(kind, Constraint: null, Table: null, failure.Column is { } column ? [column] : []) : null;

    private static ConstraintKind? KindOf(string state) => state switch
    {
        PostgresErrorCodes.UniqueViolation => ConstraintKind.Unique,
        PostgresErrorCodes.ForeignKeyViolation => ConstraintKind.ForeignKey,
        PostgresErrorCodes.CheckViolation => ConstraintKind.Check,
        PostgresErrorCodes.NotNullViolation => ConstraintKind.NotNull,
        PostgresErrorCodes.ExclusionViolation => ConstraintKind.Exclusion,
        _ => null,
    };

    private static string[] ColumnsOf(PostgresException server)
        => NullIfEmpty(server.ColumnName) is { } column ? [column]

            // A check's detail shows the row.
            : server.SqlState != PostgresErrorCodes.CheckViolation && KeyDetail.Read(server.Detail) is { } key ? key.Columns
            : [];

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
