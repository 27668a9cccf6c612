using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>
/// Violated constraints, by the error's number. Their names are only in its message, between quotes that may be in a name or a value as well: a name is told where the message can be
/// read in one way only. It may be in any language (lc_messages).
/// </summary>
internal static partial class MySqlConstraints
{
    private const string BeforeKey = "' for key '";

    /// <param name="exception">The driver's exception.</param>
    /// <param name="isMariaDb">Whether it comes from MariaDB; null if that is not known.</param>
    public static ConstraintViolation? Find(Exception exception, bool? isMariaDb)
        => exception is MySqlException server ? Read(server.Number, server.Message, isMariaDb) : null;

    // The code is the SQLSTATE and the number.
    public static ConstraintViolation? Find(in DatabaseFailure failure, bool? isMariaDb)
        => failure.Code is { } code && int.TryParse(code.AsSpan(code.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture, out var number)
            ? Read(number, failure.Message, isMariaDb)
            : null;

    private static ConstraintViolation? Read(int number, string message, bool? isMariaDb) => number switch
    {
        // A duplicate entry, with the key's number or its name.
        1062 or 1586 => OfKey(message, isMariaDb),

        // The key is one that the storage engine does not name.
        1169 or 1022 => new(ConstraintKind.Unique, null, null, []),

        // No parent, or a child.
        1451 or 1452 => OfReference(message, isMariaDb),

        // The same, for users who may not see the name.
        1216 or 1217 => new(ConstraintKind.ForeignKey, null, null, []),

        // MySQL, MariaDB.
        3819 => new(ConstraintKind.Check, OneNameIn(message, Check()), null, []),
        4025 => OfCheck(message),

        // Null, null in a file of rows, no value and no default.
        1048 or 1263 or 1364 => new(ConstraintKind.NotNull, null, null, OneNameIn(message, Column()) is { } column ? [column] : []),
        _ => null,
    };

    /// <summary>MySQL writes the table before the key's name, MariaDB does not; both may contain dots.</summary>
    private static ConstraintViolation OfKey(string message, bool? isMariaDb)
    {
        var key = KeyIn(message);
        var dot = key?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot < 0 || isMariaDb == true ? new(ConstraintKind.Unique, key, null, [])
            : isMariaDb is null || key!.IndexOf('.', dot + 1) >= 0 ? new(ConstraintKind.Unique, null, null, [])
            : new(ConstraintKind.Unique, key[(dot + 1)..], key[..dot], []);
    }

    private static string? KeyIn(string message)
    {
        // The value is before it, and may contain anything.
        var at = message.IndexOf(BeforeKey, StringComparison.Ordinal);
        if (at >= 0)
        {
            return message.EndsWith('\'') && message.LastIndexOf(BeforeKey, StringComparison.Ordinal) == at ? message[(at + BeforeKey.Length)..^1] : null;
        }

        return TwoNames().Match(message) is { Success: true } match ? match.Groups["name"].Value : null;
    }

    private static ConstraintViolation OfReference(string message, bool? isMariaDb)
    {
        string? table = null, name = null;
        string[] columns = [];
        if (TryCut(message, "`, CONSTRAINT `", out var head, out var rest))
        {
            table = TryCut(head, "`.`", out _, out var told) ? Unquote(told, isMariaDb) : null;
            if (TryCut(rest, "` FOREIGN KEY (`", out told, out rest))
            {
                name = Unquote(told, isMariaDb);
                columns = TryCut(rest, "`) REFERENCES `", out told, out _) ? [.. told.Split("`, `").Select(column => Unquote(column, isMariaDb) ?? "")] : [];
            }
        }

        return new(ConstraintKind.ForeignKey, name, table, Array.TrueForAll(columns, static column => column.Length > 0) ? columns : []);
    }

    /// <summary>What is before and after a text that occurs once.</summary>
    private static bool TryCut(string text, string at, out string before, out string after)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        var isThere = place >= 0 && text.LastIndexOf(at, StringComparison.Ordinal) == place;
        (before, after) = isThere ? (text[..place], text[(place + at.Length)..]) : ("", "");
        return isThere;
    }

    private static ConstraintViolation OfCheck(string message)
    {
        var match = MariaDbCheck().Match(message);
        var (name, table) = (Unquote(match.Groups["name"], isMariaDb: true), Unquote(match.Groups["table"], isMariaDb: true));

        // The check of a column is told by its table and column, which is not its name.
        return new(ConstraintKind.Check, name?.StartsWith($"{table}.", StringComparison.Ordinal) == true ? null : name, table, []);
    }

    /// <summary>The one name of a message: in English by the words around it, else if it has no other quotes.</summary>
    private static string? OneNameIn(string message, Regex english)
        => english.Match(message) is { Success: true } match || (match = OneName().Match(message)).Success ? match.Groups["name"].Value : null;

    private static string? Unquote(Group group, bool? isMariaDb) => group.Success ? Unquote(group.Value, isMariaDb) : null;

    /// <summary>MariaDB doubles a quote in a name. MySQL does so in some of its messages, and in others not, where a single one tells.</summary>
    private static string? Unquote(string name, bool? isMariaDb)
        => !name.Contains('`', StringComparison.Ordinal) ? name
        : isMariaDb == true ? name.Replace("``", "`", StringComparison.Ordinal)
        : isMariaDb == false && name.Replace("``", "", StringComparison.Ordinal).Contains('`', StringComparison.Ordinal) ? name
        : null;

    [GeneratedRegex(@"^[^']*'(?<name>[^']+)'[^']*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneName();

    [GeneratedRegex(@"^[^']*'[^']*'[^']*'(?<name>[^']+)'[^']*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TwoNames();

    [GeneratedRegex(@"^Check constraint '(?<name>.+)' is violated\.$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Check();

    [GeneratedRegex(@"^[^`]*`(?<name>([^`]|``)+)`[^`]*`([^`]|``)+`\.`(?<table>([^`]|``)+)`[^`]*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MariaDbCheck();

    [GeneratedRegex(@"^(Column '(?<name>.+)' cannot be null|Field '(?<name>.+)' doesn't have a default value|Column set to default value; NULL supplied to NOT NULL column '(?<name>.+)' at row \d+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Column();
}
