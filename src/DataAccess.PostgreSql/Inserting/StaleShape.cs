using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Errors that may be caused by a change of the table since it was described or since a statement was prepared.</summary>
internal static class StaleShape
{
    /// <summary>Whether to describe the table again before the error is trusted.</summary>
    /// <param name="state">The SQLSTATE.</param>
    /// <param name="strategy">The strategy by which the rows were sent.</param>
    public static bool MayCause(string state, InsertStrategy strategy) => state switch
    {
        PostgresErrorCodes.DatatypeMismatch
            or PostgresErrorCodes.CannotCoerce
            or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.FeatureNotSupported
            or PostgresErrorCodes.InvalidSqlStatementName => true,

        // The guard that makes a statement fail if something may swallow a row; see TableShapeQuery.Guard.
        PostgresErrorCodes.DivisionByZero => true,

        // A value of the old type may be misread as the new type in many ways.
        _ => strategy == InsertStrategy.Copy && (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("XX", StringComparison.Ordinal)),
    };
}
