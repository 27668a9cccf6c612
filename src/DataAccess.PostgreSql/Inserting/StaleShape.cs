using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Errors that a table's change since it was described, or since a statement was prepared, may be the cause of.</summary>
internal static class StaleShape
{
    /// <summary>Whether to describe the table again before the error is believed.</summary>
    /// <param name="state">The SQLSTATE.</param>
    /// <param name="path">The way that the rows went.</param>
    public static bool MayCause(string state, InsertStrategy path) => state switch
    {
        PostgresErrorCodes.DatatypeMismatch
            or PostgresErrorCodes.CannotCoerce
            or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.FeatureNotSupported
            or PostgresErrorCodes.InvalidSqlStatementName => true,

        // The guard of a statement that nothing swallows a row; see TableShapeQuery.Guard.
        PostgresErrorCodes.DivisionByZero => true,

        // A value of the old type is misread by the new one in many ways.
        _ => path == InsertStrategy.Copy && (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("XX", StringComparison.Ordinal)),
    };
}
