namespace DataAccess.Migrations.Snapshots;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, quoted where the engine needs it.</param>
/// <param name="Type">Its type as the catalogue writes it, with its collation.</param>
/// <param name="Definition">All of it, as <c>create table</c> takes it.</param>
internal sealed record SnapshotColumn(string Name, string Type, string Definition)
{
    /// <summary>Its default, or null.</summary>
    public string? Default { get; init; }

    /// <summary>What computes it, with <c>stored</c> or <c>virtual</c>, or null.</summary>
    public string? Generated { get; init; }

    /// <summary>The clause that makes it an identity, or null.</summary>
    public string? Identity { get; init; }

    /// <summary>The clause that forbids NULL, or null.</summary>
    public string? NotNull { get; init; }
}
