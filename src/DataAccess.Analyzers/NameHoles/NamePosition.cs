namespace DataAccess.Analyzers.NameHoles;

/// <summary>A hole that is by itself where a name stands.</summary>
internal sealed class NamePosition(int hole, NameRole role)
{
    /// <summary>Which hole of the statement.</summary>
    public int Hole { get; } = hole;

    public NameRole Role { get; } = role;
}
