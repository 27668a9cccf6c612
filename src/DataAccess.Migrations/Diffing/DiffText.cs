using System.Text;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Diffing;

/// <summary>Writes statements as a migration.</summary>
internal static class DiffText
{
    /// <param name="result">The statements.</param>
    /// <param name="dialect">The engine.</param>
    /// <param name="about">What the file is about, for its first line.</param>
    public static string Write(DiffResult result, DiffDialect dialect, string about)
    {
        var text = new StringBuilder();
        text.Append("-- ").Append(about).Append('\n');
        foreach (var directive in dialect.FrameOf(result.Statements).Directives)
        {
            text.Append("-- dataaccess: ").Append(directive).Append('\n');
        }

        if (result.Statements.Any(static s => s.Loses is not null))
        {
            text.Append("-- This file loses data, where it says so. 'dataaccess migrate lint' asks for the reason: -- dataaccess: allow=RULE and the reason\n");
        }

        foreach (var left in result.Left)
        {
            text.Append("-- Not changed by this file: ").Append(SnapshotText.OneLine(left.Name)).Append('\n');
        }

        foreach (var statement in result.Statements)
        {
            text.Append('\n');
            if (statement.Loses is { } lost)
            {
                text.Append("-- Loses ").Append(SnapshotText.OneLine(lost)).Append(".\n");
            }

            SnapshotText.Append(text, statement.Sql, statement.Made?.Client);
        }

        return text.ToString();
    }
}
