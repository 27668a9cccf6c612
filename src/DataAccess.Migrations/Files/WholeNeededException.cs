namespace DataAccess.Migrations.Files;

/// <summary>A large script cannot be read statement by statement; who reads it as a whole finds out more.</summary>
internal sealed class WholeNeededException(string message) : Exception(message);
