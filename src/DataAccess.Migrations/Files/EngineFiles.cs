using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>Which files an engine gets, and how they are read.</summary>
/// <param name="Suffix">What its own files have before <c>.sql</c>: <c>postgresql</c>.</param>
/// <param name="Suffixes">Those of all engines.</param>
/// <param name="Flavour">How its scripts are read.</param>
internal sealed record EngineFiles(string Suffix, IReadOnlyList<string> Suffixes, SqlFlavour Flavour);
