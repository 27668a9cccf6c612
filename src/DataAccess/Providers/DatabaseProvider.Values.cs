using System.Data.Common;
using DataAccess.Mapping;

namespace DataAccess.Providers;

/// <content>Large values, and constraints that values violate.</content>
public abstract partial class DatabaseProvider
{
    /// <summary>How the driver sends a <see cref="Stream"/> as the value of a parameter; null, the default, if it does not. It is then read into memory, and sent as bytes.</summary>
    public virtual StreamedValues? StreamedValues => null;

    /// <summary>How a large value is read in pieces; null, the default, if the driver's reader gives it as a stream.</summary>
    public virtual ValuePieces? ValuePieces => null;

    /// <summary>Opens a value that a row has, to write over its bytes in place, without changing their number; null, the default, if the database cannot.</summary>
    /// <param name="connection">An open connection, in a transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="rowId">The row's number.</param>
    public virtual Stream? OpenInPlace(DbConnection connection, TableName table, string column, long rowId) => null;

    /// <summary>The name of a row's number, for <see cref="OpenInPlace"/>; null, the default, if the database does not write values of the column in place.</summary>
    /// <param name="connection">An open connection, in a transaction.</param>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    public virtual string? FindRowId(DbConnection connection, TableName table, string column) => null;

    /// <summary>Opens the bytes of a column of a reader's current row.</summary>
    /// <param name="reader">The reader, at a row.</param>
    /// <param name="column">The column's position.</param>
    public virtual Stream OpenColumn(DbDataReader reader, int column) => reader.GetStream(column);

    /// <summary>What is thrown to the caller for an exception that the driver has let through as the network's; by default that exception itself.</summary>
    /// <param name="exception">The exception.</param>
    public virtual Exception OfLostConnection(Exception exception) => exception;

    /// <summary>
    /// The constraint that a row has violated: <c>catch (DbException e) when (db.Provider.ViolatedConstraint(e)?.Kind == ConstraintKind.Unique)</c>. Also for an exception in which the
    /// driver's is wrapped, such as <see cref="RowRejectedException"/> or the <c>DbUpdateException</c> of EF Core.
    /// </summary>
    /// <param name="exception">What a call threw.</param>
    /// <returns>The constraint; null if the exception is none of a violated constraint.</returns>
    public ConstraintViolation? ViolatedConstraint(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if ((cause is RowWriteException { InnerException: null } row ? FindViolatedConstraint(row.Failure) : FindViolatedConstraint(cause)) is { } violated)
            {
                return violated;
            }
        }

        return null;
    }

    /// <summary>The constraint of which a failure of the driver tells, whose exception is no longer there; null, the default, if it tells of none.</summary>
    /// <param name="failure">The failure.</param>
    protected virtual ConstraintViolation? FindViolatedConstraint(in DatabaseFailure failure) => null;

    /// <summary>The constraint of which an exception of the driver tells; null, the default, if it tells of none.</summary>
    /// <param name="exception">The exception, without regard to those that it wraps.</param>
    protected virtual ConstraintViolation? FindViolatedConstraint(Exception exception) => null;
}
