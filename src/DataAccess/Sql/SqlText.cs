namespace DataAccess.Sql;

/// <summary>
/// A statement's text as one dialect writes it, without its values. One instance stands for one fingerprint,
/// so that caches of prepared statements can compare by reference.
/// </summary>
internal sealed class SqlText
{
    private readonly SqlDialect _dialect;
    private readonly SqlAnalysis _analysis;
    private TransactionEffect? _effect;

    /// <param name="sql">The text that is sent.</param>
    /// <param name="parameterTypes">The declared type of each parameter, in order.</param>
    /// <param name="dialect">The dialect it is written in.</param>
    /// <param name="known">What is known of a text that was written here; null to have it read.</param>
    public SqlText(string sql, Type[] parameterTypes, SqlDialect dialect, SqlAnalysis? known = null)
    {
        _dialect = dialect;
        Sql = sql;
        ParameterTypes = parameterTypes;
        _analysis = known ?? SqlAnalysis.Of(sql, dialect);
        ColumnsMayChange = !_analysis.IsPreparable || sql.Contains('*', StringComparison.Ordinal);
        IsPreparable = _analysis.IsPreparable && dialect.CanPrepare(sql);
        Operation = _analysis.Verb.ToUpperInvariant();
    }

    /// <summary>The text that is sent.</summary>
    public string Sql { get; }

    /// <summary>The declared type of each parameter, in order.</summary>
    public Type[] ParameterTypes { get; }

    /// <summary>About how many bytes a command with this text takes, what the driver keeps for a parameter included.</summary>
    public long Bytes => (sizeof(char) * (long)Sql.Length) + (200L * ParameterTypes.Length);

    /// <summary>Whether it is not likely to come again soon, so that it is worth neither preparing nor remembering.</summary>
    public bool IsOneOff { get; init; }

    /// <summary>Whether the statement only reads, as <see cref="SqlAnalysis.IsRead"/> says.</summary>
    public bool IsRead => _analysis.IsRead;

    /// <summary>Whether the statement may leave something behind in the session.</summary>
    public bool MayDirtySession => _analysis.MayDirtySession;

    /// <summary>Whether the statement leaves the names of its columns to a table or a procedure, which may change: <c>select *</c>.</summary>
    public bool ColumnsMayChange { get; }

    /// <summary>
    /// How the rows of its result became objects the last time. One place, as a statement is nearly always read into one
    /// type; a race between two only costs a plan.
    /// </summary>
    public object? RowPlan { get; set; }

    /// <summary>Whether it is worth preparing: an ordinary statement, which may come again.</summary>
    public bool IsPreparable { get; init; }

    /// <summary>What it does to a transaction that it is run in. Found out when it is first run in one.</summary>
    public TransactionEffect EffectOnTransaction => _effect ??= _dialect.EffectOnTransaction(Sql);

    /// <summary>The first word in upper case, for traces: <c>SELECT</c>.</summary>
    public string Operation { get; }
}
