using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Conformance;

/// <summary>What the library makes of a statement's text.</summary>
public static class StatementVerdict
{
    /// <summary>It only reads, and leaves nothing in the session.</summary>
    public const string Read = "read";

    /// <summary>It may write, and leaves nothing in the session.</summary>
    public const string Clean = "clean";

    /// <summary>It may leave something in the session, and may write.</summary>
    public const string Dirty = "dirty";

    public static string Of(DatabaseProvider provider, string sql)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var text = new SqlText(sql, [], provider.Dialect);
        return text.IsRead && !text.MayDirtySession ? Read : text.MayDirtySession ? Dirty : Clean;
    }

    /// <summary>Whether the body of a trigger or view is known to leave nothing in the session.</summary>
    public static bool IsHarmlessRoutine(DatabaseProvider provider, string source)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return RoutineText.IsHarmless(source, provider.Dialect);
    }
}
