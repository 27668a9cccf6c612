using System.Text.RegularExpressions;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>Liquibase's formatted SQL: change sets, each with what rolls it back.</summary>
internal sealed class LiquibaseFormat : ScriptFormat
{
    public override string Tool => "Liquibase";

    public override Regex Mention { get; } = Pattern(
        @"^\s*(--+|/\*+|#)\s*(liquibase\s*(formatted|rollback)|changeset\b.*:)", ignoresCase: true);

    public override ScriptParts Read(ForeignFile file)
    {
        var header = Pattern(@"^\s*--\s*liquibase\s+formatted\s+sql\b", ignoresCase: true);
        if (file.Lines.FirstOrDefault(line => !line.In(file.Text).Trim().IsEmpty) is var first && header.IsMatch(first.In(file.Text)))
        {
            return new LiquibaseReader(file).Read();
        }

        var mention = file.Lines.First(line => Mention.IsMatch(line.In(file.Text)));
        file.Report(mention, "looks like a directive of Liquibase, but the file is not one that Liquibase would read: the first line of such a file is '--liquibase formatted sql'. Write that line, or reword the comment.");
        return new ScriptParts(file.Text, null);
    }
}
