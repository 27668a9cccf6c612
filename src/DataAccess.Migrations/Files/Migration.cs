
namespace DataAccess.Migrations.Files;

/// <summary>A migration as one engine sees it.</summary>
/// <param name="Version">Its version, or null for a repeatable one.</param>
/// <param name="Name">Its name: <c>0001_create_orders</c>, <c>repeatable/views</c>.</param>
/// <param name="Up">What applies it.</param>
/// <param name="Down">What undoes it, or null.</param>
internal sealed record Migration(MigrationVersion? Version, string Name, MigrationScript Up, MigrationScript? Down)
{
    /// <summary>What the history knows it by, so that a file may be renamed as long as it keeps its version.</summary>
    public string Key => KeyOf(Version, Name);

    public static string KeyOf(MigrationVersion? version, string name) => version?.ToString() ?? name;
}
