using System.Collections.Frozen;
using DataAccess.Migrations.Linting;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>
/// Words that cannot name a column without quotes. Each was tried on PostgreSQL 18, out of all that it calls a keyword.
/// </summary>
internal static class PostgreSqlReservedWords
{
    private const string Words =
        """
        all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently
        constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default
        deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect
        into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps
        placing primary references returning right select session_user similar some symmetric system_user table tablesample then to trailing true
        union unique user using variadic verbose when where window with
        """;

    public static FrozenSet<string> All { get; } = LintTarget.Words(Words);
}
