namespace DataAccess;

/// <summary>What a physical connection is for. Only databases with a single writer tell them apart.</summary>
public enum ConnectionRole
{
    /// <summary>Reads and writes.</summary>
    Writer = 0,

    /// <summary>Reads only; the provider makes the session refuse writes.</summary>
    Reader = 1,
}
