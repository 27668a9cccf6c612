using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Failures;

/// <summary>Violated constraints, by the extended result code: https://www.sqlite.org/rescode.html. Names are only in the message.</summary>
internal static partial class SqliteConstraints
{
    public static ConstraintViolation? Find(Exception exception)
        => exception is SqliteException sqlite && KindOf(sqlite.SqliteExtendedErrorCode, sqlite.Message) is { } kind ? Read(kind, sqlite.Message) : null;

    public static ConstraintViolation? Find(in DatabaseFailure failure)
        => failure.Code is { } text && text.StartsWith("SQLITE_", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan("SQLITE_".Length), CultureInfo.InvariantCulture, out var code) && KindOf(code, failure.Message) is { } kind
            ? Read(kind, failure.Message)
            : null;

    private static ConstraintKind? KindOf(int code, string message) => code switch
    {
        // A unique key, a primary key, a row id.
        2067 or 1555 or 2579 => ConstraintKind.Unique,
        787 => ConstraintKind.ForeignKey,

        // A trigger's: 'on delete restrict' is one that SQLite makes itself.
        1811 when RestrictText().IsMatch(message) => ConstraintKind.ForeignKey,
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

        // They are not quoted: where a name may contain a dot or a comma, it is not known where it ends.
        var columns = told.Split(", ").Select(static column => column.Split('.')).ToArray();
        return Array.TrueForAll(columns, column => column.Length == 2 && string.Equals(column[0], columns[0][0], StringComparison.Ordinal))
            ? new ConstraintViolation(kind, Constraint: null, columns[0][0], [.. columns.Select(static column => column[1])])
            : new ConstraintViolation(kind, Constraint: null, Table: null, []);
    }

    // The driver writes the message between quotes.
    [GeneratedRegex(@"constraint failed: (?<told>.+?)'?\.?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Told();

    [GeneratedRegex(@"^index '(?<name>.+?)'?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();

    [GeneratedRegex(@"(^|: ')FOREIGN KEY constraint failed('\.)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RestrictText();
}
