namespace DataAccess;

/// <summary>
/// A statement's text as one dialect writes it, without its values. One instance stands for one shape,
/// so that caches of prepared statements can compare by reference.
/// </summary>
internal sealed class SqlText(string sql, Type[] parameterTypes, SqlDialect dialect)
{
    private TransactionEffect? _effect;

    /// <summary>The text that is sent.</summary>
    public string Sql { get; } = sql;

    /// <summary>The declared type of each parameter, in order.</summary>
    public Type[] ParameterTypes { get; } = parameterTypes;

    /// <summary>About how many bytes a command with this text takes, what the driver keeps for a parameter included.</summary>
    public long Bytes { get; } = (sizeof(char) * (long)sql.Length) + (200L * parameterTypes.Length);

    /// <summary>Whether it is not likely to come again soon, so that it is worth neither preparing nor remembering.</summary>
    public bool IsOneOff { get; init; }

    /// <summary>Whether the statement surely only reads.</summary>
    public bool IsRead { get; } = SqlKeywords.IsRead(sql);

    /// <summary>Whether the statement may leave something behind in the session.</summary>
    public bool MayDirtySession { get; } = SqlKeywords.MayDirtySession(sql);

    /// <summary>Whether the statement leaves the names of its columns to a table or a procedure, which may change: <c>select *</c>.</summary>
    public bool ColumnsMayChange { get; } = !SqlKeywords.IsPreparable(sql) || sql.Contains('*', StringComparison.Ordinal);

    /// <summary>
    /// How the rows of its result became objects the last time. One place, as a statement is nearly always read into one
    /// type; a race between two only costs a plan.
    /// </summary>
    public object? RowPlan { get; set; }

    /// <summary>Whether it is worth preparing: an ordinary statement, which may come again.</summary>
    public bool IsPreparable { get; init; } = SqlKeywords.IsPreparable(sql) && dialect.CanPrepare(sql);

    /// <summary>What it does to a transaction that it is run in. Found out when it is first run in one.</summary>
    public TransactionEffect EffectOnTransaction => _effect ??= dialect.EffectOnTransaction(Sql);

    /// <summary>The first word in upper case, for traces: <c>SELECT</c>.</summary>
    public string Operation { get; } = SqlKeywords.FirstWord(sql).ToString().ToUpperInvariant();
}
