namespace DataAccess;

/// <summary>A row cannot be mapped to an object, or an object to a row. The message names the member, the column and both types.</summary>
public sealed class MappingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What does not fit, and what to change.</param>
    /// <param name="inner">The driver's exception, if the driver detected the problem.</param>
    public MappingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
