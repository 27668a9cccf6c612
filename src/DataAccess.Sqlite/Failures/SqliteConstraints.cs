using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Failures;

/// <summary>Violated constraints, by the extended result code: https://www.sqlite.org/rescode.html. Names are only in the message.</summary>
internal static partial class SqliteConstraints
{
    public static ConstraintViolation? Find(Exception exception)
        => exception is SqliteException sqlite && KindOf(sqlite.SqliteExtendedErrorCode) is { } kind ? Read(kind, sqlite.Message) : null;

    public static ConstraintViolation? Find(in DatabaseFailure failure)
        => failure.Code is { } text && text.StartsWith("SQLITE_", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan("SQLITE_".Length), CultureInfo.InvariantCulture, out var code) && KindOf(code) is { } kind
            ? Read(kind, failure.Message)
            : null;

    private static ConstraintKind? KindOf(int code) => code switch
    {
        // A unique key, a primary key, a row id.
        2067 or 1555 or 2579 => ConstraintKind.Unique,
        787 => ConstraintKind.ForeignKey,
        275 => ConstraintKind.Check,
        1299 => ConstraintKind.NotNull,
        _ => null,
    };

    private static ConstraintViolation Read(ConstraintKind kind, string message)
    {
        var told = Told().Match(message) is { Success: true } match ? match.Groups["told"].Value : null;
        if (told is null || kind == ConstraintKind.Check)
        {
            return new ConstraintViolation(kind, told, Table: null, []);
        }

        // An index on expressions is told by its name.
        if (Index().Match(told) is { Success: true } index)
        {
            return new ConstraintViolation(kind, index.Groups["name"].Value, Table: null, []);
        }

        var columns = told.Split(", ");
        var dot = columns[0].LastIndexOf('.');
        return dot < 0
            ? new ConstraintViolation(kind, Constraint: null, Table: null, [])
            : new ConstraintViolation(kind, Constraint: null, columns[0][..dot], [.. columns.Select(column => column[(column.LastIndexOf('.') + 1)..])]);
    }

    // The driver writes the message between quotes.
    [GeneratedRegex(@"constraint failed: (?<told>.+?)'?\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Told();

    [GeneratedRegex(@"^index '(?<name>.+?)'?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
