namespace DataAccess.Sql;

/// <summary>
/// A statement's text in one dialect, without its values. There is one instance for each fingerprint,
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
    /// <param name="known">The analysis of a text that the library wrote; null to analyze the text.</param>
    public SqlText(string sql, Type[] parameterTypes, SqlDialect dialect, SqlAnalysis? known = null)
    {
        _dialect = dialect;
        Sql = sql;
        ParameterTypes = parameterTypes;
        _analysis = known ?? SqlAnalysis.Of(sql, dialect);
        ColumnsMayChange = !_analysis.IsPreparable || sql.Contains('*', StringComparison.Ordinal);
        IsPreparable = _analysis.IsPreparable && dialect.CanPrepare(sql);
        Operation = _analysis.Verb.ToUpperInvariant();
        HasStreams = Array.IndexOf(parameterTypes, typeof(Stream)) >= 0;
    }

    /// <summary>The text that is sent.</summary>
    public string Sql { get; }

    /// <summary>The declared type of each parameter, in order.</summary>
    public Type[] ParameterTypes { get; }

    /// <summary>Whether a value is a stream, which is sent once.</summary>
    public bool HasStreams { get; }

    /// <summary>The approximate number of bytes of a command with this text, including what the driver keeps for each parameter.</summary>
    public long Bytes => (sizeof(char) * (long)Sql.Length) + (200L * ParameterTypes.Length);

    /// <summary>Whether it is unlikely to be used again soon, so that it is neither prepared nor cached.</summary>
    public bool IsOneOff { get; init; }

    /// <summary>Whether the statement only reads; see <see cref="SqlAnalysis.IsRead"/>.</summary>
    public bool IsRead => _analysis.IsRead;

    /// <summary>Whether the statement may leave state in the session.</summary>
    public bool MayDirtySession => _analysis.MayDirtySession;

    /// <summary>Whether the names of the result's columns depend on a table or a procedure, which may change: <c>select *</c>.</summary>
    public bool ColumnsMayChange { get; }

    /// <summary>
    /// The plan that converted the rows of its last result to objects. One plan, because a statement is nearly always read into one
    /// type; a race between two types only costs a plan.
    /// </summary>
    public object? RowPlan { get; set; }

    /// <summary>When its plan was last logged; null for never.</summary>
    public long? PlannedAt { get; set; }

    /// <summary>The converters with which its rows are read.</summary>
    public Conversions Conversions { get; init; } = Conversions.Declared;

    /// <summary>Whether its result is exact only if the statement is prepared, whatever the options say; see the provider's FindRounded.</summary>
    public bool NeedsPreparing { get; set; }

    /// <summary>Whether it is worth preparing: an ordinary statement that may be used again.</summary>
    public bool IsPreparable { get; init; }

    /// <summary>How the columns of its result are told apart, where the types do not tell; null if nothing is said of it.</summary>
    public ColumnSplit? Split { get; init; }

    /// <summary>The text parameters whose type the server may be unable to infer; null if there are none.</summary>
    public UntypedText? Untyped { get; set; }

    /// <summary>The enum parameters, on a database that has columns of names; null if there are none.</summary>
    public EnumParameters? Enums { get; set; }

    /// <summary>What it does to the transaction in which it runs. Determined when it first runs in one.</summary>
    public TransactionEffect EffectOnTransaction
    {
        get => _effect ??= _dialect.EffectOnTransaction(Sql);
        init => _effect = value;
    }

    /// <summary>The first word in upper case, for traces: <c>SELECT</c>.</summary>
    public string Operation { get; }
}
