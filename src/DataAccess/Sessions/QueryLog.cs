using System.Collections;
using System.Globalization;
using DataAccess.Connections.Statements;
using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;

namespace DataAccess.Sessions;

/// <summary>Logs statements: their text, and their values only where that was asked for.</summary>
internal sealed class QueryLog(ILogger logger, bool withValues, SlowStatements? slow)
{
    private const int MaxValueLength = 100;

    /// <summary>Whether values are logged; may change while statements run.</summary>
    public bool WithValues { get; set; } = withValues;

    /// <param name="call">The statement.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="rows">How many rows it gave.</param>
    public void Streamed(in StatementCall call, TimeSpan elapsed, long rows)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.StatementExecuted(logger, elapsed.TotalMilliseconds, call.Text.Sql, Values(call, rows));
        }

        if (slow?.AreThose(elapsed) == true)
        {
            slow.Report(call, elapsed, rows, Values(call, rows: null));
        }
    }

    /// <param name="call">The statement.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="result">What it gave.</param>
    public void Executed<TResult>(in StatementCall call, TimeSpan elapsed, TResult result)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.StatementExecuted(logger, elapsed.TotalMilliseconds, call.Text.Sql, Values(call, rows: null));
        }

        if (slow?.AreThose(elapsed) == true)
        {
            slow.Report(call, elapsed, (result as ICollection)?.Count, Values(call, rows: null));
        }
    }

    public void Failed(in StatementCall call, in DatabaseFailure failure, long? rows = null)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            Log.StatementFailed(logger, failure.Kind, failure.Code, call.Text.Sql, Values(call, rows));
        }
    }

    private string Values(in StatementCall call, long? rows)
    {
        var values = WithValues ? $"[{string.Join(", ", call.Values.Select(Show))}]" : $"{call.Values.Length} parameters";
        return rows is { } count ? string.Create(CultureInfo.InvariantCulture, $"{values}, streamed {count} rows") : values;
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        byte[] bytes => $"{bytes.Length} bytes",
        string text => $"'{(text.Length <= MaxValueLength ? text : text[..MaxValueLength] + "…")}'",
        Array list => $"{list.Length} values",
        _ => Text(value),
    };

    /// <summary>A value's own words, whose code may throw: the statement has run, and is told so.</summary>
    private static string Text(object value)
    {
        try
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
        catch (Exception exception)
        {
            return $"({value.GetType().Name}: {exception.GetType().Name})";
        }
    }
}
