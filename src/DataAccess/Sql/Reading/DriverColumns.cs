using System.Data.Common;

namespace DataAccess.Sql.Reading;

/// <summary>
/// What a driver's reader tells of a column beyond <see cref="DbDataReader"/>, where its ordinary methods round, overflow, or refuse. A database's package
/// registers it for its driver.
/// </summary>
public abstract class DriverColumns
{
    private static DriverColumns[] _all = [];

    /// <summary>Adds a driver's; called once, when its package is loaded.</summary>
    /// <param name="columns">What it tells.</param>
    public static void Register(DriverColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _all = [.. _all, columns];
    }

    /// <summary>Whether a reader is the driver's.</summary>
    /// <param name="reader">The reader.</param>
    protected abstract bool IsOf(DbDataReader reader);

    /// <summary>The digits of a decimal, which is called for values with as many digits as a <see cref="decimal"/> has; null if the driver does not round.</summary>
    /// <param name="reader">The driver's reader, at a row.</param>
    /// <param name="column">The column, which is not null.</param>
    protected virtual string? DigitsOf(DbDataReader reader, int column) => null;

    /// <summary>Whether <see cref="TextOf"/> tells the text of a column's values. Default false.</summary>
    /// <param name="reader">The driver's reader.</param>
    /// <param name="column">The column.</param>
    protected virtual bool TellsTextOf(DbDataReader reader, int column) => false;

    /// <summary>The text of a column that the driver does not read as text; null if it does, or if there is no such text.</summary>
    /// <param name="reader">The driver's reader, at a row.</param>
    /// <param name="column">The column, which is not null.</param>
    protected virtual string? TextOf(DbDataReader reader, int column) => null;

    /// <summary>A duration; null if the driver reads it exactly or not at all.</summary>
    /// <param name="reader">The driver's reader, at a row.</param>
    /// <param name="column">The column, which is not null.</param>
    /// <exception cref="OverflowException">It is longer than a <see cref="TimeSpan"/>.</exception>
    protected virtual TimeSpan? DurationOf(DbDataReader reader, int column) => null;

    internal static string? Digits(DbDataReader reader, int column) => Of(reader)?.DigitsOf(reader, column);

    internal static bool TellsText(DbDataReader reader, int column) => Of(reader)?.TellsTextOf(reader, column) == true;

    internal static string? Text(DbDataReader reader, int column) => Of(reader)?.TextOf(reader, column);

    internal static TimeSpan? Duration(DbDataReader reader, int column) => Of(reader)?.DurationOf(reader, column);

    private static DriverColumns? Of(DbDataReader reader)
    {
        foreach (var columns in _all)
        {
            if (columns.IsOf(reader))
            {
                return columns;
            }
        }

        return null;
    }
}
