using System.Text;

namespace DataAccess.Sql;

/// <summary>How one database writes SQL: quoting, parameters, lists, types. Pure and shared by all connections.</summary>
public abstract class SqlDialect
{
    /// <summary>The database's display name, for messages: <c>PostgreSQL</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The maximum number of parameters of a statement.</summary>
    public abstract int MaxParameters { get; }

    /// <summary>Whether a list is sent as one array parameter (<c>= any($1)</c>) and not as one parameter per value.</summary>
    public abstract bool SendsListsAsArrays { get; }

    /// <summary>
    /// Whether text parameters are sent without a type, so that the server infers it from their place. If so, those whose type it cannot infer
    /// the provider finds.
    /// </summary>
    public virtual bool InfersTextTypes => false;

    /// <summary>Whether <c>insert … returning</c> returns generated columns. If false, the driver reports the last generated key.</summary>
    public abstract bool SupportsReturning { get; }

    /// <summary>
    /// Whether <c>insert</c>, <c>update</c> and <c>delete … returning</c> give a row as the database has stored it, with what its triggers have changed before. If false, the default, a
    /// repository reads the row in the same transaction.
    /// </summary>
    public virtual bool ReturnsStoredRows => false;

    /// <summary>
    /// A query of the key that the session's last insert generated, 0 if it generated none, which the session then forgets. Not used, and null, if
    /// <see cref="SupportsReturning"/> is true.
    /// </summary>
    public virtual string? TakeLastKey => null;

    /// <summary>
    /// A query of how many rows the session's last statement found to change; null, the default, if the driver reports it for each statement of a batch.
    /// </summary>
    public virtual string? TakeRowCount => null;

    /// <summary>How long lists are sent as a few parameters; null if each of their values is always one. Not used if <see cref="SendsListsAsArrays"/>.</summary>
    public virtual ListEncoding? LongLists => null;

    /// <summary>What follows <c>in</c> for an empty list: <c>in</c> is then true for no value, and <c>not in</c> for every value.</summary>
    public virtual string EmptyList => "(select 1 where 1 = 0)";

    /// <summary>
    /// The end of a select that locks the rows it finds against changes until the transaction has ended, and that reads
    /// their current versions; empty if only one transaction can write at a time.
    /// </summary>
    public virtual string ForUpdate => " for update";

    /// <summary>Whether bytes that are assigned to a text column become a text that describes them, without an error. Default: no.</summary>
    public virtual bool DescribesBytesAsText => false;

    /// <summary>Whether an ascending order puts nulls after all values. Default: before them.</summary>
    public virtual bool SortsNullsLast => false;

    /// <summary>Whether the comparison of rows, <c>(a, b) > (x, y)</c>, uses an index on both columns. Default true.</summary>
    public virtual bool ComparesRowsByIndex => true;

    /// <summary>The database's own clock, in UTC, as a value for a column of <see cref="DateTimeOffset"/>.</summary>
    public virtual string UtcNow => "current_timestamp";

    /// <summary>The database's own clock as whole seconds since 1970.</summary>
    public virtual string UtcSeconds => "cast(extract(epoch from current_timestamp) as bigint)";

    /// <summary>The character that opens and closes a quoted identifier.</summary>
    protected virtual char IdentifierQuote => '"';

    /// <summary>
    /// Whether a column can be a list of names of which it stores one, to which a number is the position of a name. If so, an enum is sent to such a column
    /// by its name. Default false.
    /// </summary>
    public virtual bool HasColumnsOfNames => false;

    /// <summary>Quotes a table or column name, doubling any quote character in it.</summary>
    /// <param name="name">The name; a dot in it is part of the name.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty, or contains a NUL character.</exception>
    public string QuoteIdentifier(string name)
    {
        CheckIdentifier(name);
        var quote = IdentifierQuote.ToString();
        return quote + name.Replace(quote, quote + quote, StringComparison.Ordinal) + quote;
    }

    /// <summary>The schema of the database's built-in functions, with which they may be called; null if they have none.</summary>
    public virtual string? BuiltInSchema => null;

    /// <summary>
    /// Whether a function is known to change no rows and to leave no state in the session, so that a statement that calls it may
    /// be a read. An unknown function is assumed to do both.
    /// </summary>
    /// <param name="function">The name, in lower case if case does not matter; followed by <c>()</c> if it is called without arguments.</param>
    public virtual bool IsHarmless(string function) => false;

    /// <summary>
    /// Whether a statement may leave settings, temporary tables or other state in the session, as far as its text shows: what a trigger, a view or
    /// an operator calls is not part of it. If in doubt, true.
    /// </summary>
    /// <param name="statement">One statement.</param>
    public bool MayLeaveState(string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return SqlAnalysis.Of(statement, this).MayDirtySession;
    }

    /// <summary>Whether the driver can prepare an ordinary statement; false for one that it would misinterpret.</summary>
    /// <param name="sql">The statement's text.</param>
    public virtual bool CanPrepare(string sql) => true;

    /// <summary>
    /// Whether the driver looks for several statements and for named parameters in a text that has no positional parameter. If so, a
    /// <see cref="SqlStatement.Script"/> is sent with a parameter that it does not use.
    /// </summary>
    public virtual bool DriverParsesText => false;

    /// <summary>The database's extensions to the standard's string literals and comments. Default: none.</summary>
    public virtual SqlLexis Lexis => SqlLexis.Standard;

    /// <summary>What a statement does to the transaction in which it runs, as far as its words show.</summary>
    /// <param name="words">The statement's words in lower case, at least one, without those in quotes or comments.</param>
    public virtual TransactionEffect EffectOnTransaction(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words[0] switch
        {
            "commit" or "end" or "abort" or "begin" or "start" => TransactionEffect.Ends,
            "rollback" => IsToSavepoint(words) ? TransactionEffect.Stays : TransactionEffect.Ends,
            "prepare" when words.Count > 1 && words[1] == "transaction" => TransactionEffect.Ends,
            _ => TransactionEffect.Stays,
        };
    }

    /// <summary>What a text of one or more statements does to the transaction in which it runs, on any server that may read it.</summary>
    internal TransactionEffect EffectOnTransaction(string sql)
    {
        var effect = TransactionEffect.Stays;
        var isEveryReading = SqlVersions.ForEachReading(versions => effect = Stronger(effect, EffectOnTransaction(new StatementWords(sql, Lexis, versions))));
        return isEveryReading ? effect : Stronger(effect, TransactionEffect.MayEnd);
    }

    private TransactionEffect EffectOnTransaction(StatementWords statements)
    {
        var effect = statements.IsUnsure ? TransactionEffect.MayEnd : TransactionEffect.Stays;
        while (effect != TransactionEffect.Ends && statements.MoveNext())
        {
            effect = Stronger(effect, EffectOnTransaction(statements.Words));
            if (MayHaveBody(statements.Words))
            {
                // What follows may be its body, whose 'begin', 'commit' and 'end' have another meaning, or may come after it.
                return Stronger(effect, TransactionEffect.MayEnd);
            }
        }

        return effect;
    }

    /// <summary>Whether separators in the statement may belong to the statements in its body.</summary>
    private static bool MayHaveBody(List<string> words)
        => words[0] == "begin"
        || (words[0] == "create" && words.Exists(static word => word is "function" or "procedure" or "trigger" or "event" or "package"));

    private static TransactionEffect Stronger(TransactionEffect one, TransactionEffect other) => one > other ? one : other;

    /// <summary>Writes the placeholder of a parameter.</summary>
    /// <param name="sql">Where to write it.</param>
    /// <param name="index">The parameter's position, from 0.</param>
    public abstract void AppendParameter(StringBuilder sql, int index);

    /// <summary>
    /// The expression of another text that stands for the same value in a column: databases without a type for identifiers store them as text, in
    /// upper or in lower case. Both are compared where the value is compared for equality. Default: null, there is none.
    /// </summary>
    /// <param name="type">The value's CLR type.</param>
    /// <param name="parameter">The parameter, as <see cref="AppendParameter"/> writes it.</param>
    protected internal virtual string? OtherTextOf(Type type, string parameter) => null;

    /// <summary>The column type of a new table for values of a CLR type, or null if there is none.</summary>
    /// <param name="type">The CLR type, not nullable.</param>
    public abstract string? ColumnTypeFor(Type type);

    /// <summary>
    /// The CLR type in which a list of the element type is sent: an array, or <see cref="string"/> for an array written as
    /// text (<c>{"a","b"}</c>). Called only if <see cref="SendsListsAsArrays"/> is true.
    /// </summary>
    /// <param name="elementType">The type of one element.</param>
    protected internal virtual Type ArrayTypeOf(Type elementType) => TypedArray.ArrayType(elementType);

    /// <summary>
    /// The clause after the values of an insert that makes it overwrite the row that has the same key. A conflict on any other unique constraint
    /// remains an error.
    /// </summary>
    /// <param name="keys">The key's columns.</param>
    /// <param name="columns">The columns to overwrite; if there are none, the existing row stays unchanged.</param>
    public virtual string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(columns);
        var head = $"on conflict ({string.Join(", ", keys.Select(QuoteIdentifier))}) do ";
        return columns.Count == 0
            ? head + "nothing"
            : head + "update set " + string.Join(", ", columns.Select(c => $"{QuoteIdentifier(c)} = excluded.{QuoteIdentifier(c)}"));
    }

    /// <summary>The clause after the values of an insert that makes it skip the rows that conflict with an existing row on any unique constraint.</summary>
    /// <param name="column">Any column of the insert.</param>
    public virtual string IgnoreConflicts(string column) => "on conflict do nothing";

    /// <summary><c>rollback [work | transaction] to …</c></summary>
    private static bool IsToSavepoint(IReadOnlyList<string> words)
        => words.Count > 1 && (words[1] == "to" || (words.Count > 2 && words[2] == "to"));

    internal static void CheckIdentifier(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("An identifier cannot contain a NUL character.", nameof(name));
        }
    }
}
