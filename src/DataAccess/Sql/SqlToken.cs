using System.Runtime.InteropServices;

namespace DataAccess.Sql;

/// <summary>A token of a statement's text; a quoted name or string literal is without its quotes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    /// <summary>Whether it can be the name of something.</summary>
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.Name;

    public ReadOnlySpan<char> In(string sql) => sql.AsSpan(Start, Length);
}
