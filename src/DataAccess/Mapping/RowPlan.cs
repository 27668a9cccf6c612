using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>
/// How the rows of results with the same columns become objects: which column is read into which member. It keeps nothing of the result
/// for which it was created, so it can be used for every result with the same column names.
/// </summary>
internal abstract class RowPlan<T>
{
    private readonly IReadOnlyList<string> _columns;
    private readonly int[] _taken;

    /// <param name="columns">The columns.</param>
    /// <param name="taken">Those that are read.</param>
    protected RowPlan(ResultColumns columns, IEnumerable<BoundColumn?> taken)
    {
        _columns = columns.Names;
        _taken = [.. taken.OfType<BoundColumn>().Select(static column => column.Ordinal)];
    }

    /// <summary>Whether the plan can be used for another result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="namesMayDiffer">Whether the result's columns depend on the table, which may have changed.</param>
    public bool Fits(DbDataReader result, bool namesMayDiffer)
    {
        if (result.FieldCount != _columns.Count)
        {
            return false;
        }

        for (var i = 0; namesMayDiffer && i < _columns.Count; i++)
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

    /// <summary>Whether all that is read of the current row is null, as where an outer join has found no row.</summary>
    public bool IsNull(DbDataReader result)
    {
        foreach (var ordinal in _taken)
        {
            if (!result.IsDBNull(ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
