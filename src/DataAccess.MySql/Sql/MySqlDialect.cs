using System.Text;
using DataAccess.MySql.Types;
using DataAccess.Sql;

namespace DataAccess.MySql.Sql;

/// <summary>The dialect of SQL of MySQL and MariaDB.</summary>
internal sealed class MySqlDialect : SqlDialect
{
    public static readonly MySqlDialect Instance = new();

    public override string Name => "MySQL";

    // The prepared-statement protocol counts parameters in 16 bits: error 1390, ER_PS_MANY_PARAM.
    public override int MaxParameters => 65_535;

    public override bool SendsListsAsArrays => false;

    // MariaDB supports it and MySQL does not; both report the last generated key.
    public override bool SupportsReturning => false;

    // An insert with a key of its own leaves the last one as it was.
    public override string TakeRowCount => "select row_count()";

    public override string TakeLastKey => "select last_insert_id(), last_insert_id(0)";

    public override bool HasColumnsOfNames => true;

    // It reads the whole index: https://dev.mysql.com/doc/refman/9.4/en/row-constructor-optimization.html
    public override bool ComparesRowsByIndex => false;

    public override string UtcNow => "utc_timestamp(6)";

    public override string UtcSeconds => "unix_timestamp()";

    public override bool IsHarmless(string function) => MySqlFunctions.Harmless.Contains(function);

    public override string EmptyList => "(select 1 from dual where 1 = 0)";

    protected override char IdentifierQuote => '`';

    // When preparing, MySqlConnector mistakes a session variable for a parameter, and omits a comment that the server would run.
    // A statement with 'returning', which MariaDB has, cannot be run again where its columns have other names (MySqlProvider.KeepsColumns), so it is not prepared.
    public override bool CanPrepare(string sql)
        => !sql.Contains("returning", StringComparison.OrdinalIgnoreCase)
            && !sql.Contains('@', StringComparison.Ordinal) && !sql.Contains("/*!", StringComparison.Ordinal) && !sql.Contains("/*M!", StringComparison.Ordinal);

    public override SqlLexis Lexis => SqlLexis.BackslashEscapes | SqlLexis.MySqlComments | SqlLexis.CaseInsensitiveFunctions;

    public override TransactionEffect EffectOnTransaction(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return MySqlImplicitCommit.EffectOf(words) ?? base.EffectOnTransaction(words);
    }

    public override void AppendParameter(StringBuilder sql, int index) => sql.Append('?');

    // values(…) is the syntax that both MySQL and MariaDB support.
    // The server overwrites whichever row conflicts, on any unique index:
    // https://dev.mysql.com/doc/refman/9.4/en/insert-on-duplicate.html. So the key comes first, and if it is another row's
    // the statement fails. The column in the expression prevents it from being evaluated early.
    public override string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(columns);
        var id = QuoteIdentifier(keys[0]);
        var isSame = string.Join(" and ", keys.Select(QuoteIdentifier).Select(static key => $"{key} = values({key})"));
        var text = new StringBuilder($"on duplicate key update {id} = case when {isSame} then {id} when {MySqlOtherKey.Failing(id)} then {id} end");
        foreach (var column in columns.Select(QuoteIdentifier))
        {
            text.Append($", {column} = values({column})");
        }

        return text.ToString();
    }

    // Not 'insert ignore', which also converts invalid values into other values.
    public override string IgnoreConflicts(string column) => $"on duplicate key update {QuoteIdentifier(column)} = {QuoteIdentifier(column)}";

    public override string? ColumnTypeFor(Type type) => MySqlTypes.Find(type)?.ColumnType;
}
