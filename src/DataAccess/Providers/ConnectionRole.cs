namespace DataAccess;

/// <summary>The role of a physical connection. Only databases with a single writer distinguish the roles.</summary>
public enum ConnectionRole
{
    /// <summary>Reads and writes.</summary>
    Writer = 0,

    /// <summary>Reads only; the provider makes the session reject writes.</summary>
    Reader = 1,
}
