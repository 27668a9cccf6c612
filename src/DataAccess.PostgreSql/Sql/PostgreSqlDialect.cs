using System.Text;
using DataAccess.PostgreSql.Types;
using DataAccess.Sql;

namespace DataAccess.PostgreSql.Sql;

/// <summary>PostgreSQL's dialect of SQL.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    public static readonly PostgreSqlDialect Instance = new();

    public override string Name => "PostgreSQL";

    // The protocol counts parameters in an unsigned Int16: https://www.postgresql.org/docs/current/limits.html
    public override int MaxParameters => 65_535;

    public override bool SendsListsAsArrays => true;

    public override bool InfersTextTypes => true;

    public override bool SupportsReturning => true;

    public override bool ReturnsStoredRows => true;

    public override bool DescribesBytesAsText => true;

    public override bool SortsNullsLast => true;

    public override string UtcNow => "clock_timestamp()";

    public override string UtcSeconds => "floor(extract(epoch from clock_timestamp()))::bigint";

    public override SqlLexis Lexis => SqlLexis.DollarQuotes | SqlLexis.NestedComments;

    public override string BuiltInSchema => "pg_catalog";

    public override bool IsHarmless(string function) => PostgreSqlFunctions.Harmless.Contains(function);

    /// <summary>Npgsql splits a text at semicolons, also inside the body of a function. PostgreSQL accepts a parameter that a statement does not use.</summary>
    public override bool DriverParsesText => true;

    public override void AppendParameter(StringBuilder sql, int index) => sql.Append('$').Append(index + 1);

    // As a single value is sent: text without a type, so that the server infers the type from the context.
    protected override Type ArrayTypeOf(Type elementType)
        => PostgreSqlTypes.Find(elementType)?.ElementType is { } sent
            ? sent == typeof(string) ? sent : base.ArrayTypeOf(sent)
            : base.ArrayTypeOf(elementType);

    public override string? ColumnTypeFor(Type type)
        => PostgreSqlTypes.Find(type)?.ColumnType
        ?? (type.IsArray && ColumnTypeFor(type.GetElementType()!) is { } element ? element + "[]" : null);
}
