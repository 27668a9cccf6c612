namespace DataAccess.Sessions;

/// <summary>Thrown inside a transaction to have it rolled back; its caller catches it.</summary>
internal sealed class UndoneOnPurposeException : Exception;
