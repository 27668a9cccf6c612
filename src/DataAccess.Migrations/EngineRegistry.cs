using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Engines.MySql;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Engines.Sqlite;
using DataAccess.Migrations.Files;
using DataAccess.Providers;

namespace DataAccess.Migrations;

/// <summary>All engines that migrations know.</summary>
internal static class EngineRegistry
{
    /// <summary>Where two share a name, the first is the provider's.</summary>
    public static IReadOnlyList<MigrationEngine> All { get; } =
    [
        new PostgreSqlEngine(),
        new MySqlEngine(),
        new MariaDbEngine(),
        new SqliteEngine(),
    ];

    private static readonly IReadOnlyList<string> Names = All.Select(static engine => engine.Name).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>The engines as a command line names them.</summary>
    public static IReadOnlyList<string> DatabaseNames { get; } = All.Select(static engine => engine.Database.ToString().ToLowerInvariant()).ToList();

    /// <exception cref="NotSupportedException">There is no such engine.</exception>
    public static MigrationEngine Find(DatabaseProvider provider)
        => All.FirstOrDefault(engine => engine.Name == provider.SystemName)
            ?? throw new NotSupportedException($"Migrations do not support the database '{provider.SystemName}'. Supported ones: {string.Join(", ", Names)}.");

    /// <summary>The engine of a database that is opened by a URL.</summary>
    /// <exception cref="NotSupportedException">There is no such engine.</exception>
    public static MigrationEngine Find(DatabaseProvider provider, string url)
        => All.FirstOrDefault(engine => engine.Name == provider.SystemName && engine.UrlScheme is { } scheme && url.StartsWith(scheme + ":", StringComparison.OrdinalIgnoreCase))
            ?? Find(provider);

    /// <summary>The engine for a kind of database that is not connected to.</summary>
    public static MigrationEngine Find(MigrationDatabase database)
        => All.FirstOrDefault(engine => engine.Database == database)
            ?? throw new ArgumentOutOfRangeException(nameof(database), database, "There is no such database.");

    /// <summary>The other engines that an engine's provider serves.</summary>
    public static IEnumerable<MigrationEngine> SharingWith(MigrationEngine engine) => All.Where(other => other.Name == engine.Name && other.Database != engine.Database);

    /// <summary>The engine that a command line names, also by another of its names; null if there is none.</summary>
    public static MigrationEngine? Find(string name)
        => EngineSuffix.EngineOf(name) is { } engine ? All.First(e => e.Database.ToString().Equals(engine, StringComparison.OrdinalIgnoreCase)) : null;

    public static EngineFiles FilesOf(MigrationEngine engine) => new(NamesOf(engine).ToList(), engine.Flavour);

    /// <summary>Its own name, and that of the engine whose provider serves it too.</summary>
    private static IEnumerable<string> NamesOf(MigrationEngine engine) => new[] { engine.Database.ToString().ToLowerInvariant(), engine.Name }.Distinct(StringComparer.Ordinal);
}
