using System.Text;
using DataAccess.Sql;

namespace DataAccess.Sqlite;

/// <summary>How SQLite writes SQL.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public static readonly SqliteDialect Instance = new();

    public override string ForUpdate => "";

    public override string Name => "SQLite";

    // SQLITE_MAX_VARIABLE_NUMBER since 3.32, https://www.sqlite.org/limits.html
    public override int MaxParameters => 32_766;

    public override bool SendsListsAsArrays => false;

    public override bool SupportsReturning => true;

    public override string UtcNow => "strftime('%Y-%m-%d %H:%M:%f', 'now') || '+00:00'";

    public override string UtcSeconds => "unixepoch()";

    public override SqlLexis Lexis => SqlLexis.Brackets | SqlLexis.CaseInsensitiveFunctions | SqlLexis.CleanDefinitions;

    public override bool IsHarmless(string function) => SqliteFunctions.Harmless.Contains(function);

    public override void AppendParameter(StringBuilder sql, int index) => sql.Append("@p").Append(index);

    // SQLite stores by affinity; the names tell the driver and people what is meant.
    public override string? ColumnTypeFor(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "boolean",
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32
            or TypeCode.Int64 or TypeCode.UInt64 => "integer",
        TypeCode.Single or TypeCode.Double => "real",

        // As text, so that no digit is lost: a numeric column would turn it into a float.
        TypeCode.Decimal => "decimal_text",
        TypeCode.String or TypeCode.Char => "text",
        TypeCode.DateTime => "timestamp",
        _ when type == typeof(DateTimeOffset) => "timestamptz",
        _ when type == typeof(DateOnly) => "date",
        _ when type == typeof(TimeOnly) || type == typeof(TimeSpan) => "time",
        _ when type == typeof(Guid) => "uuid",
        _ when type == typeof(byte[]) => "blob",
        _ => null,
    };
}
