namespace DataAccess;

/// <summary>A row and an object do not fit together. The message names the member, the column and both types.</summary>
public sealed class MappingException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What does not fit, and what to change.</param>
    /// <param name="inner">The driver's exception, if it was the one to notice.</param>
    public MappingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
