using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>
/// Finds lines of comment that look as if what undoes the migration began there, in the way of a tool that is not known. To run
/// both halves would lose data, so that such a file is refused.
/// </summary>
internal sealed partial class UnknownHalves : ScriptFormat
{
    public override string Tool => "another tool";

    public override Regex Mention => Half();

    public override ScriptParts Read(ForeignFile file)
    {
        var quoted = new QuotedParts(file.Text, file.Flavour);
        var line = file.Lines.First(l => Mention.IsMatch(l.In(file.Text)) && !quoted.Has(l) && !quoted.HasInStatement(l));
        file.Report(line, "looks as if what undoes the migration began there. Move that to a file of its own, which ends in .down.sql, and remove the line; or reword the comment if it is not meant so.");
        return new ScriptParts(file.Text, null);
    }

    [GeneratedRegex(
        @"^\s*(--|#|//|/\*)[\s*=@!+:/#|~<>({\[""'-]*((begin|start)[\s:_-]+)?((migrat(e|ion)|schema)?[\s:_-]*(down(s|grade)?;?|undo;?|rollback|revert|backwards?)[\s:_-]*(migration|script|part|section)?)[\s*=@!:/#|~<>)}\]""'-]*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Half();
}
