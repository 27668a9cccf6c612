namespace DataAccess.Shared;

/// <summary>A host of a database URL.</summary>
/// <param name="Name">Its name, its address without brackets, or the folder of its socket; empty if the URL has none.</param>
/// <param name="Port">The port, or null for the database's default.</param>
internal sealed record UrlHost(string Name, int? Port)
{
    /// <summary>As drivers that take several hosts write it.</summary>
    public override string ToString() => $"{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}{(Port is { } port ? Invariant($":{port}") : "")}";
}
