using DataAccess.Migrations.Files.Contents;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>A statement of a migration with its place.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Traits">What is known of it.</param>
internal sealed record MigrationStep(int Number, ScriptStatement Statement, StatementTraits Traits)
{
    /// <summary>What the journal keeps of a statement that settles itself.</summary>
    private const int MaxStored = 500;

    /// <summary>For every migration in C#, as its one step is the whole of it: a new revision continues what an older one began.</summary>
    private static readonly string CodeChecksum = ScriptChecksum.Of("C#");

    private (string Now, string? Earlier)? _checksums;

    /// <summary>Only a step that is written to the journal, or compared with it, needs one.</summary>
    public string Checksum => Checksums.Now;

    /// <inheritdoc cref="ScriptChecksum.EarlierOf(string)"/>
    public string? EarlierChecksum => Checksums.Earlier;

    /// <summary>The checksum and <see cref="EarlierChecksum"/>; those of the statement if none are given.</summary>
    public (string Now, string? Earlier) Checksums
    {
        get => _checksums ??= (ScriptChecksum.Of(Statement), ScriptChecksum.EarlierOf(Statement));
        init => _checksums = value;
    }

    /// <summary>Whether it is the statement that a checksum was written of.</summary>
    public bool Is(string checksum) => checksum == Checksum || checksum == EarlierChecksum;

    /// <summary>Whether it stands before the BEGIN of the file's own transaction, and so runs before the runner's.</summary>
    public bool IsAhead { get; init; }

    /// <summary>The text for the journal: whole where the next run may have to look for what it did.</summary>
    public string Stored => Traits is { IsTransactional: true, MayCommit: false } && Statement.Text.Length > MaxStored ? TextCut.To(Statement.Text, MaxStored) + " …" : Statement.Text;

    public static IReadOnlyList<MigrationStep> Of(MigrationScript script)
        => script.Code is not null
            ? [new MigrationStep(1, script.Statements[0], StatementTraits.Code) { Checksums = (CodeChecksum, null) }]
            : script.Statements is StatementIndex index ? new IndexedSteps(index)
            : script.Statements.Select(static (statement, i) => new MigrationStep(i + 1, statement, statement.Flavour.TraitsOf(statement.Text))).ToList();
}
