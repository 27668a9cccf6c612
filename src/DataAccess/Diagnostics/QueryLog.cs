using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DataAccess;

/// <summary>Logs statements: their text, and their values only where that was asked for.</summary>
internal sealed class QueryLog(ILogger logger, bool withValues)
{
    private const int MaxValueLength = 100;

    public void Executed(in StatementCall call, TimeSpan elapsed)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            Log.StatementExecuted(logger, elapsed.TotalMilliseconds, call.Text.Sql, Values(call));
        }
    }

    public void Failed(in StatementCall call, in DatabaseFailure failure)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            Log.StatementFailed(logger, failure.Kind, failure.Code, call.Text.Sql, Values(call));
        }
    }

    private string Values(in StatementCall call)
        => withValues ? $"[{string.Join(", ", call.Values.Select(Show))}]" : $"{call.Values.Length} parameters";

    private static string Show(object? value) => value switch
    {
        null => "null",
        byte[] bytes => $"{bytes.Length} bytes",
        string text => $"'{(text.Length <= MaxValueLength ? text : text[..MaxValueLength] + "…")}'",
        Array list => $"{list.Length} values",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
