using System.Text.Encodings.Web;
using System.Text.Json;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary>Reports why a command failed: a line on the error output and, with <c>--json</c>, an object with an <c>error</c>.</summary>
internal sealed class FailureReport(CliConsole console, bool json)
{
    /// <summary>How every command writes JSON, which is for programs and logs and never embedded in HTML.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="failure">What went wrong.</param>
    /// <param name="figures">Further properties of the object, or null.</param>
    public async Task<ExitCode> WriteAsync(CommandFailure failure, Dictionary<string, object?>? figures = null)
    {
        if (json)
        {
            var result = figures ?? new Dictionary<string, object?>(StringComparer.Ordinal);
            result["error"] = failure.Place is { } place
                ? new { exitCode = (int)failure.ExitCode, failure.Message, place }
                : new { exitCode = (int)failure.ExitCode, failure.Message };
            await console.Out.WriteLineAsync(JsonSerializer.Serialize(result, Json));
        }

        await console.Error.WriteLineAsync($"error: {failure.Message}");
        return failure.ExitCode;
    }
}
