using DataAccess.Migrations.Code;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>A file's text, ready to run.</summary>
/// <param name="Path">The path below the migrations' folder, for messages.</param>
/// <param name="Checksum"><see cref="ScriptChecksum.Of(string)"/> its text.</param>
/// <param name="Directives">What the leading comment sets.</param>
/// <param name="Statements">The statements, in order.</param>
internal sealed record MigrationScript(
    string Path, string Checksum, MigrationDirectives Directives, IReadOnlyList<ScriptStatement> Statements)
{
    /// <inheritdoc cref="ScriptChecksum.EarlierOf(string)"/>
    public string? EarlierChecksum { get; init; }

    /// <summary>Whether it is the text that a checksum was written of.</summary>
    public bool Is(string checksum) => checksum == Checksum || checksum == EarlierChecksum;

    /// <summary>Whether it is for every engine, and not for one alone.</summary>
    public bool IsPortable { get; init; }

    /// <summary>The change sets of a file of Liquibase, as author:id; else empty.</summary>
    public IReadOnlyList<string> ChangeSets { get; init; } = [];

    /// <summary>What it runs if it is not a file; its one statement then only describes it.</summary>
    public CodeScript? Code { get; init; }
}
