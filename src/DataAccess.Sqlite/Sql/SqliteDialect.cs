using System.Text;
using DataAccess.Sql;
using DataAccess.Sqlite.Types;

namespace DataAccess.Sqlite.Sql;

/// <summary>SQLite's dialect of SQL.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public static readonly SqliteDialect Instance = new();

    public override string ForUpdate => "";

    public override string Name => "SQLite";

    // SQLITE_MAX_VARIABLE_NUMBER since 3.32, https://www.sqlite.org/limits.html
    public override int MaxParameters => 32_766;

    public override bool SendsListsAsArrays => false;

    public override ListEncoding LongLists => JsonLists.Instance;

    public override bool SupportsReturning => true;

    // In the form of every other time: without the zeros at the end of the fraction, so that equal times are equal text.
    public override string UtcNow => "rtrim(rtrim(strftime('%Y-%m-%d %H:%M:%f', 'now'), '0'), '.') || '+00:00'";

    public override string UtcSeconds => "unixepoch()";

    public override SqlLexis Lexis => SqlLexis.Brackets | SqlLexis.CaseInsensitiveFunctions | SqlLexis.CleanDefinitions;

    public override bool IsHarmless(string function) => SqliteFunctions.Harmless.Contains(function);

    public override void AppendParameter(StringBuilder sql, int index) => sql.Append("@p").Append(index);

    protected override string? OtherTextOf(Type type, string parameter) => type == typeof(Guid) ? $"lower({parameter})" : null;

    public override string? ColumnTypeFor(Type type) => SqliteTypes.Find(type)?.ColumnType;
}
