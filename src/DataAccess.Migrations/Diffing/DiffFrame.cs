namespace DataAccess.Migrations.Diffing;

/// <summary>What the statements of a migration need around them.</summary>
/// <param name="Directives">The directives of the file.</param>
/// <param name="First">The statements before them.</param>
/// <param name="Last">The statements after them.</param>
internal sealed record DiffFrame(IReadOnlyList<string> Directives, IReadOnlyList<DiffStatement> First, IReadOnlyList<DiffStatement> Last)
{
    public static DiffFrame None { get; } = new([], [], []);
}
