using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>
/// How the rows of results with the same columns become objects: which column is read into which member. It keeps nothing of the result
/// for which it was created, so it can be used for every result with the same column names.
/// </summary>
internal abstract class RowPlan<T>
{
    private readonly string[] _columns;

    protected RowPlan(DbDataReader result) => _columns = [.. Enumerable.Range(0, result.FieldCount).Select(result.GetName)];

    /// <summary>Whether the plan can be used for another result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="namesMayDiffer">Whether the result's columns depend on the table, which may have changed.</param>
    public bool Fits(DbDataReader result, bool namesMayDiffer)
    {
        if (result.FieldCount != _columns.Length)
        {
            return false;
        }

        for (var i = 0; namesMayDiffer && i < _columns.Length; i++)
        {
            if (!string.Equals(result.GetName(i), _columns[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the reader through which <see cref="Parse"/> reads the result's rows.</summary>
    public virtual DbDataReader Bind(DbDataReader result) => result;

    /// <summary>The current row as an object.</summary>
    /// <param name="bound">The result of <see cref="Bind"/>.</param>
    public abstract T Parse(DbDataReader bound);
}
