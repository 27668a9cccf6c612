using System.Text;

namespace DataAccess.Sql;

/// <summary>How one database writes SQL: quoting, parameters, lists, types. Pure and shared by all connections.</summary>
public abstract class SqlDialect
{
    /// <summary>The database's name as people write it, for messages: <c>PostgreSQL</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How many parameters one statement may have.</summary>
    public abstract int MaxParameters { get; }

    /// <summary>Whether a list is sent as one array parameter (<c>= any($1)</c>) and not as a parameter each.</summary>
    public abstract bool SendsListsAsArrays { get; }

    /// <summary>Whether <c>insert … returning</c> gives back generated columns. Where false, the driver reports the last generated key.</summary>
    public abstract bool SupportsReturning { get; }

    /// <summary>What stands after <c>in</c> for an empty list: true for no value, and <c>not in</c> it true for every value.</summary>
    public virtual string EmptyList => "(select 1 where 1 = 0)";

    /// <summary>
    /// What a select ends with so that nobody else changes the rows it finds until the transaction has ended, and so that it finds
    /// them as they are now; empty where a transaction that writes is alone.
    /// </summary>
    public virtual string ForUpdate => " for update";

    /// <summary>The database's own clock, in UTC, as a value for a column of <see cref="DateTimeOffset"/>.</summary>
    public virtual string UtcNow => "current_timestamp";

    /// <summary>The database's own clock as whole seconds since 1970.</summary>
    public virtual string UtcSeconds => "cast(extract(epoch from current_timestamp) as bigint)";

    /// <summary>The character that opens and closes a quoted identifier.</summary>
    protected virtual char IdentifierQuote => '"';

    /// <summary>Quotes a table or column name, doubling the quote character inside it.</summary>
    /// <param name="name">The name; a dot in it is part of the name.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty, or holds a NUL character.</exception>
    public string QuoteIdentifier(string name)
    {
        CheckIdentifier(name);
        var quote = IdentifierQuote.ToString();
        return quote + name.Replace(quote, quote + quote, StringComparison.Ordinal) + quote;
    }

    /// <summary>The schema of the functions that come with the database, by which they may be called; null where they have none.</summary>
    public virtual string? BuiltInSchema => null;

    /// <summary>
    /// Whether a function is known to change no row and to leave nothing in the session, so that a statement that calls it may
    /// be a read. One that is not known is taken for a function that does both.
    /// </summary>
    /// <param name="function">The name, in lower case where case does not matter; with <c>()</c> behind it, whether it is without arguments.</param>
    public virtual bool IsHarmless(string function) => false;

    /// <summary>Whether the driver can prepare an ordinary statement; false for one that it would misread.</summary>
    /// <param name="sql">The statement's text.</param>
    public virtual bool CanPrepare(string sql) => true;

    /// <summary>What the database's texts and comments have beside the standard's. Default: nothing.</summary>
    public virtual SqlLexis Lexis => SqlLexis.Standard;

    /// <summary>What one statement does to the transaction that it is run in, as far as its words tell.</summary>
    /// <param name="words">The statement's words in lower case, at least one; none that stands in quotes or a comment.</param>
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

    /// <summary>What a text of one statement or several does to the transaction that it is run in, on whichever server reads it.</summary>
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
                // What follows may be the inside of it, whose 'begin', 'commit' and 'end' are others, or stand behind it.
                return Stronger(effect, TransactionEffect.MayEnd);
            }
        }

        return effect;
    }

    /// <summary>Whether separators in the statement may be those of the statements inside it.</summary>
    private static bool MayHaveBody(List<string> words)
        => words[0] == "begin"
        || (words[0] == "create" && words.Exists(static word => word is "function" or "procedure" or "trigger" or "event" or "package"));

    private static TransactionEffect Stronger(TransactionEffect one, TransactionEffect other) => one > other ? one : other;

    /// <summary>Writes the placeholder of a parameter.</summary>
    /// <param name="sql">Where to write it.</param>
    /// <param name="index">The parameter's position, from 0.</param>
    public abstract void AppendParameter(StringBuilder sql, int index);

    /// <summary>The column type in which a new table keeps values of a CLR type, or null where it has none.</summary>
    /// <param name="type">The CLR type, not nullable.</param>
    public abstract string? ColumnTypeFor(Type type);

    /// <summary>
    /// The CLR type as which a list of the element type is sent: an array, or <see cref="string"/> for an array written as
    /// text (<c>{"a","b"}</c>). Asked only where <see cref="SendsListsAsArrays"/> is true.
    /// </summary>
    /// <param name="elementType">The type of one element.</param>
    protected internal virtual Type ArrayTypeOf(Type elementType) => TypedArray.ArrayType(elementType);

    /// <summary>
    /// What makes an insert overwrite the row that has the same key, after its values. A conflict on any other unique constraint
    /// stays an error.
    /// </summary>
    /// <param name="key">The key column.</param>
    /// <param name="columns">The columns to overwrite; with none the row that is there stays as it is.</param>
    public virtual string Upsert(string key, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var head = $"on conflict ({QuoteIdentifier(key)}) do ";
        return columns.Count == 0
            ? head + "nothing"
            : head + "update set " + string.Join(", ", columns.Select(c => $"{QuoteIdentifier(c)} = excluded.{QuoteIdentifier(c)}"));
    }

    /// <summary>What makes an insert leave out the rows that conflict with one in the table on any unique constraint, after its values.</summary>
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
