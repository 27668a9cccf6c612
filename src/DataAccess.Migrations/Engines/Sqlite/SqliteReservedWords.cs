using System.Collections.Frozen;
using DataAccess.Migrations.Linting;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>
/// Words that cannot name a column without quotes. Each was tried on SQLite 3.40, out of all that it calls a keyword.
/// </summary>
internal static class SqliteReservedWords
{
    private const string Words =
        """
        add all alter and as autoincrement between case check collate commit constraint create default deferrable delete distinct drop else escape
        except exists foreign from group having in index insert intersect into is isnull join limit not nothing notnull null on or order primary
        references returning select set table then to transaction union unique update using values when where
        """;

    public static FrozenSet<string> All { get; } = LintTarget.Words(Words);
}
