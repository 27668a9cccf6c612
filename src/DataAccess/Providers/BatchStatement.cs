using DataAccess.Sql;

namespace DataAccess.Providers;

/// <summary>A statement of a batch inserter, which each connection prepares once.</summary>
public sealed class BatchStatement
{
    /// <summary>Creates a statement. Keep the instance: a connection finds its prepared command by it.</summary>
    /// <param name="dialect">The dialect it is written in.</param>
    /// <param name="sql">The text, with the dialect's placeholders.</param>
    /// <param name="parameterTypes">The CLR type of each parameter, in order, as for <see cref="DatabaseProvider.CreateParameter"/>.</param>
    public BatchStatement(SqlDialect dialect, string sql, params Type[] parameterTypes)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentException.ThrowIfNullOrEmpty(sql);
        ArgumentNullException.ThrowIfNull(parameterTypes);
        Text = new SqlText(sql, parameterTypes, dialect) { IsPreparable = dialect.CanPrepare(sql) };
    }

    /// <summary>The text that is sent.</summary>
    public string Sql => Text.Sql;

    internal SqlText Text { get; }
}
