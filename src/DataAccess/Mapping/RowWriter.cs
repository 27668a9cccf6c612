namespace DataAccess.Mapping;

/// <summary>Takes the values of one row at a time, each under its own type, so that nothing is boxed on the way to the driver.</summary>
public abstract class RowWriter
{
    /// <summary>Takes a value that is not null.</summary>
    /// <typeparam name="TValue">The column's CLR type, not nullable.</typeparam>
    /// <param name="column">The column's position in the batch, from 0.</param>
    /// <param name="value">The value.</param>
    public abstract void Write<TValue>(int column, TValue value)
        where TValue : notnull;

    /// <summary>Takes a null.</summary>
    /// <param name="column">The column's position in the batch, from 0.</param>
    public abstract void WriteNull(int column);
}
