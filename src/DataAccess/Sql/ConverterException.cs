namespace DataAccess.Sql;

/// <summary>A value converter threw when a column was read; what it threw is the inner exception.</summary>
internal sealed class ConverterException(string message, Exception cause) : InvalidCastException(message, cause);
