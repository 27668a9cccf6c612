using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Files;

/// <summary>Where migrations come from.</summary>
internal interface IMigrationSource
{
    /// <summary>All files that end in <c>.sql</c>, with their paths below the source, written with slashes.</summary>
    /// <exception cref="MigrationException">There is no such place.</exception>
    IEnumerable<(string Path, SourceContent Content)> Read();

    /// <summary>What is there and would be passed over, although it looks like a migration.</summary>
    IEnumerable<string> Problems() => [];
}
