using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

/// <summary>The flavours of all engines, for tests that name them.</summary>
internal static class Flavours
{
    public static IReadOnlyList<SqlFlavour> All { get; } = EngineRegistry.All.Select(static engine => engine.Flavour).Distinct().ToList();

    public static SqlFlavour Of(string name) => All.Single(flavour => flavour.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
