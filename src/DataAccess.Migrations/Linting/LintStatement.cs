using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>A statement, prepared for the rules.</summary>
internal sealed class LintStatement
{
    private readonly ScriptStatement _statement;

    private readonly int _place;

    /// <param name="file">Its file.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="index">Its place among the statements of the file, from 0.</param>
    /// <param name="place">Its place in the script, from 0.</param>
    public LintStatement(LintFile file, ScriptStatement statement, int index, int place)
    {
        _place = place;
        File = file;
        _statement = statement;
        Index = index;
        Words = new StatementWords(statement.Text, statement.Flavour);
        All = new WordRange(Words, 0, Words.Count);
        Alter = AlterTable.Read(Words);
        Create = CreateTable.Read(Words);
    }

    public LintFile File { get; }

    /// <summary>Its place among <see cref="LintFile.Statements"/>, from 0.</summary>
    public int Index { get; }

    public StatementWords Words { get; }

    /// <summary>All its words.</summary>
    public WordRange All { get; }

    public AlterTable? Alter { get; }

    public CreateTable? Create { get; }

    public string Text => _statement.Text;

    /// <summary>The statements before it in the same file.</summary>
    public IEnumerable<LintStatement> Before => File.Statements.Take(Index);

    public IEnumerable<LintStatement> After => File.Statements.Skip(Index + 1);

    /// <summary>Those after it, also those that only insert rows.</summary>
    public IEnumerable<LintStatement> AfterWithRows => File.WholeFrom(_place + 1);

    public LintMatch Match(string what, int line = 1) => new(_statement.Line + line - 1, what);

    /// <summary>Whether this file made the table earlier, so that nobody else uses it yet.</summary>
    public bool IsNew(SchemaName table)
        => Before.Any(s => s.Create is { } create && Same(create.Table, table)) || Before.Any(s => TableRename.In(s).Any(r => Same(r.To, table) && s.IsNew(r.From)));

    /// <summary>The actions of an <c>alter table</c> on a table that was there before this file.</summary>
    public IEnumerable<WordRange> ActionsOnOldTable => Alter is { } alter && !IsNew(alter.Table) ? alter.Actions : [];

    public static bool Same(SchemaName one, SchemaName other)
        => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)
            && (one.Schema is null || other.Schema is null || one.Schema.Equals(other.Schema, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name that starts at a place.</summary>
    public SchemaName NameAt(int at) => SchemaName.Read(Words, ref at, foldsCase: false);
}
