namespace DataAccess.Mapping;

/// <summary>Receives the values of one row at a time, each with its own type, so that no value is boxed on the way to the driver.</summary>
public abstract class RowWriter
{
    /// <summary>Writes a value that is not null.</summary>
    /// <typeparam name="TValue">The column's CLR type, not nullable.</typeparam>
    /// <param name="column">The column's position in the batch, from 0.</param>
    /// <param name="value">The value.</param>
    public abstract void Write<TValue>(int column, TValue value)
        where TValue : notnull;

    /// <summary>Writes a null.</summary>
    /// <param name="column">The column's position in the batch, from 0.</param>
    public abstract void WriteNull(int column);
}
