using System.Text;
using DataAccess.Sql;

namespace DataAccess.PostgreSql;

/// <summary>How PostgreSQL writes SQL.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    public static readonly PostgreSqlDialect Instance = new();

    public override string Name => "PostgreSQL";

    // The protocol counts parameters in an Int16, read as unsigned: https://www.postgresql.org/docs/current/limits.html
    public override int MaxParameters => 65_535;

    public override bool SendsListsAsArrays => true;

    public override bool SupportsReturning => true;

    public override string UtcNow => "clock_timestamp()";

    public override string UtcSeconds => "floor(extract(epoch from clock_timestamp()))::bigint";

    public override SqlLexis Lexis => SqlLexis.DollarQuotes | SqlLexis.NestedComments;

    public override string BuiltInSchema => "pg_catalog";

    public override bool IsHarmless(string function) => PostgreSqlFunctions.Harmless.Contains(function);

    public override void AppendParameter(StringBuilder sql, int index) => sql.Append('$').Append(index + 1);

    // As what a single value is sent as: text without a type, so that the server takes it for whatever stands there.
    protected override Type ArrayTypeOf(Type elementType) => Type.GetTypeCode(elementType) switch
    {
        TypeCode.String or TypeCode.Char => typeof(string),
        TypeCode.Byte or TypeCode.SByte => typeof(short[]),
        TypeCode.UInt16 => typeof(int[]),
        TypeCode.UInt32 => typeof(long[]),
        TypeCode.UInt64 => typeof(decimal[]),
        _ => base.ArrayTypeOf(elementType),
    };

    public override string? ColumnTypeFor(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "boolean",
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 => "smallint",
        TypeCode.UInt16 or TypeCode.Int32 => "integer",
        TypeCode.UInt32 or TypeCode.Int64 => "bigint",
        TypeCode.UInt64 or TypeCode.Decimal => "numeric",
        TypeCode.Single => "real",
        TypeCode.Double => "double precision",
        TypeCode.String or TypeCode.Char => "text",
        TypeCode.DateTime => "timestamp",
        _ when type == typeof(DateTimeOffset) => "timestamptz",
        _ when type == typeof(DateOnly) => "date",
        _ when type == typeof(TimeOnly) => "time",
        _ when type == typeof(TimeSpan) => "interval",
        _ when type == typeof(Guid) => "uuid",
        _ when type == typeof(byte[]) => "bytea",
        _ when type.IsArray => ColumnTypeFor(type.GetElementType()!) is { } element ? element + "[]" : null,
        _ => null,
    };
}
