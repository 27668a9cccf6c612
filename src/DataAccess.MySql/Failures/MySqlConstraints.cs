using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>Violated constraints, by the error's number; their names are only in its message.</summary>
internal static partial class MySqlConstraints
{
    public static ConstraintViolation? Find(Exception exception)
        => exception is MySqlException server && KindOf(server.Number) is { } kind ? Read(kind, server.Message) : null;

    // The code is the SQLSTATE and the number.
    public static ConstraintViolation? Find(in DatabaseFailure failure)
        => failure.Code is { } code && int.TryParse(code.AsSpan(code.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture, out var number) && KindOf(number) is { } kind
            ? Read(kind, failure.Message)
            : null;

    private static ConstraintKind? KindOf(int number) => number switch
    {
        // A duplicate entry, with the key's number, its name, or for a key that the storage engine does not name.
        1062 or 1586 or 1169 or 1022 => ConstraintKind.Unique,

        // No parent, or a child; the same without the name, for users who may not see it.
        1451 or 1452 or 1216 or 1217 => ConstraintKind.ForeignKey,

        // MySQL, MariaDB.
        3819 or 4025 => ConstraintKind.Check,

        // Null, null in a file of rows, no value and no default.
        1048 or 1263 or 1364 => ConstraintKind.NotNull,
        _ => null,
    };

    private static ConstraintViolation Read(ConstraintKind kind, string message) => kind switch
    {
        ConstraintKind.Unique => Of(kind, Key().Match(message)),
        ConstraintKind.ForeignKey => Of(kind, Reference().Match(message)),
        ConstraintKind.Check => Of(kind, Check().Match(message)),
        _ => Of(kind, Column().Match(message)),
    };

    private static ConstraintViolation Of(ConstraintKind kind, Match match)
        => new(kind, Value(match, "name"), Value(match, "table"), Value(match, "columns") is { } columns ? [.. columns.Split(", ").Select(static column => column.Trim('`').Replace("``", "`", StringComparison.Ordinal))] : []);

    private static string? Value(Match match, string group) => match.Groups[group] is { Success: true, Value: var value } ? value.Replace("``", "`", StringComparison.Ordinal) : null;

    // The value of the key comes before, and may contain anything. MySQL writes the table before the key's name.
    [GeneratedRegex(@"^.*for key '((?<table>[^'.]+)\.)?(?<name>.+)'$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"(`(?<table>[^`]+)`, )?CONSTRAINT `(?<name>.+?)` FOREIGN KEY \((?<columns>.+?)\) REFERENCES", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"(CONSTRAINT `(?<name>([^`]|``)+)` failed for `([^`]|``)+`\.`(?<table>([^`]|``)+)`)|(constraint '(?<name>[^']+)')", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Check();

    [GeneratedRegex(@"(Column|Field|column) '(?<columns>[^']+)'", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Column();
}
