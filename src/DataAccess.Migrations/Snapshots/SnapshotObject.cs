using System.Collections.Frozen;

namespace DataAccess.Migrations.Snapshots;

/// <summary>An object of a schema, with what makes it and what it needs.</summary>
/// <param name="Kind">What it is: <c>table</c>.</param>
/// <param name="Name">Its name as SQL writes it: <c>public.orders</c>, <c>total(integer)</c>.</param>
/// <param name="Create">The statement that makes it.</param>
internal sealed record SnapshotObject(string Kind, string Name, string Create)
{
    /// <summary>The statement that removes it.</summary>
    public string Drop { get; init; } = "";

    /// <summary>Whether every new database has it, so that a script for one does not make it.</summary>
    public bool IsGiven { get; init; }

    /// <summary>Where its kind stands in the file.</summary>
    public int Rank { get; init; }

    /// <summary>The table that it is part of, and goes with; null if it stands alone.</summary>
    public string? Table { get; init; }

    /// <summary>The id of another object that takes it along when it is removed; null if none does.</summary>
    public string? Parent { get; init; }

    /// <summary>The ids of the objects that must be there before it.</summary>
    public IReadOnlyCollection<string> Needs { get; init; } = [];

    /// <summary>The columns that it is made of or reads, each behind the id of its table; <c>*</c> for a whole row. Empty where the engine does not tell.</summary>
    public IReadOnlySet<string> Reads { get; init; } = FrozenSet<string>.Empty;

    public IReadOnlyList<SnapshotSetting> Settings { get; init; } = [];

    /// <summary>The columns of a table; empty for another object.</summary>
    public IReadOnlyList<SnapshotColumn> Columns { get; init; } = [];

    /// <summary>The keys and checks of a table, where they are not objects of their own.</summary>
    public IReadOnlyList<TablePart> Parts { get; init; } = [];

    /// <summary>What <c>create table</c> has around the columns, or what else of the object cannot be changed in place.</summary>
    public string Shape { get; init; } = "";

    /// <summary>What a client program needs in front of the statement, and after it; null if nothing.</summary>
    public (string Before, string After)? Client { get; init; }

    public string Id => $"{Kind} {Name}";
}
