using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DataAccess.Providers;
using DataAccess.Shared;
using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite.Failures;

/// <summary>Finds the place of an error, which SQLite tells as an offset of bytes. The driver does not pass it on, so SQLite itself is asked.</summary>
internal static partial class ErrorPlace
{
    public static StatementError Explain(SqliteConnection connection, string sql, Exception exception)
        => new(sql)
        {
            Offset = exception is not SqliteException sqlite ? null
                : sqlite.Message.Contains("incomplete input", StringComparison.Ordinal) ? sql.Length
                : OffsetOf(connection) is >= 0 and var bytes ? IndexOf(sql, bytes)
                : Named().Match(sqlite.Message) is { Success: true } match ? NamePlace.Of(sql, match.Groups["name"].Value)
                : null,
        };

    // Of a name that it does not find SQLite mostly tells no place.
    [GeneratedRegex(@"(no such [a-z ]+: |column named |column name: )(?<name>[^']+)'|(table|index|view|trigger) (?<name>[^' ]+) already exists", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    private static int OffsetOf(SqliteConnection connection)
    {
        try
        {
            return connection.Handle is { IsInvalid: false, IsClosed: false } handle ? ErrorOffset(handle) : -1;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            // The program has brought another SQLite, or an old one.
            return -1;
        }
    }

    private static int IndexOf(string sql, int bytes)
    {
        var at = 0;
        foreach (var rune in sql.EnumerateRunes())
        {
            if (bytes <= 0)
            {
                break;
            }

            bytes -= rune.Utf8SequenceLength;
            at += rune.Utf16SequenceLength;
        }

        return at;
    }

    // https://www.sqlite.org/c3ref/errcode.html
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_error_offset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int ErrorOffset(SafeHandle connection);
}
