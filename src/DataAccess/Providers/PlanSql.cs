using System.Data.Common;

namespace DataAccess.Providers;

/// <summary>How a database tells the plan of a statement.</summary>
public abstract class PlanSql
{
    /// <summary>Whether the plan of a statement that writes can be measured in a transaction that is rolled back.</summary>
    public virtual bool CanUndoAnalyzed => false;

    /// <summary>Returns what is written before a statement, with a space at the end.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="format">The form.</param>
    /// <param name="analyze">Whether the statement is run and measured.</param>
    /// <param name="onlyReads">Whether it only reads.</param>
    /// <exception cref="NotSupportedException">The database has no such plan.</exception>
    public abstract string Prefix(DbConnection connection, PlanFormat format, bool analyze, bool onlyReads);

    /// <summary>Makes one text of the result. Default: a result of one column is its lines; of several, a line has the columns that are not null.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The rows; null for a null.</param>
    /// <param name="format">The form.</param>
    public virtual string Format(IReadOnlyList<string> columns, IReadOnlyList<string?[]> rows, PlanFormat format)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        return string.Join('\n', rows.Select(row => columns.Count == 1
            ? row[0]
            : string.Join(", ", columns.Zip(row).Where(static pair => pair.Second is not null).Select(static pair => $"{pair.First}: {pair.Second}"))));
    }
}
