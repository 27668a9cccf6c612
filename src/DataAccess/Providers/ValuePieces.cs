using System.Data.Common;

namespace DataAccess.Providers;

/// <summary>How a large value is read in pieces, on a database whose driver reads each row as a whole. The session keeps the value meanwhile.</summary>
public abstract class ValuePieces
{
    /// <summary>The number of bytes of a piece.</summary>
    public abstract int Size { get; }

    /// <summary>A statement that makes the session keep the value that a query gives; its result is one row with the number of bytes, or null if there is no value.</summary>
    /// <param name="query">The query, of one column and at most one row.</param>
    public abstract SqlStatement Keep(SqlStatement query);

    /// <summary>Makes a command read a piece, as a row of one column.</summary>
    /// <param name="command">An empty command.</param>
    /// <param name="from">Where the piece begins, from 0.</param>
    /// <param name="count">The number of bytes.</param>
    public abstract void Read(DbCommand command, long from, int count);

    /// <summary>Makes a command end the keeping of the value.</summary>
    /// <param name="command">An empty command.</param>
    public abstract void Forget(DbCommand command);
}
