using System.Text.Json;
using DataAccess.Cli.Import;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary>Reports how an import ended, as text or as one JSON object.</summary>
internal sealed class ImportReport(CliConsole console, bool json)
{
    public async Task<ExitCode> SucceededAsync(ImportRequest request, ImportStatus status)
    {
        await console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(Figures(request, status), FailureReport.Json)
            : $"Imported {(request.File == "-" ? "standard input" : request.File)} into {request.Table}: {Describe(status)}");
        if (status.Rejected > 0 && !json)
        {
            await console.Out.WriteLineAsync($"The rejected rows are in {request.RejectsPath}, with line, column and reason.");
        }

        return status.Rejected > 0 ? ExitCode.SomeRejected : ExitCode.Done;
    }

    public Task<ExitCode> FailedAsync(CommandFailure failure, ImportRequest? request, ImportStatus status)
    {
        var message = status.Phase == ImportPhase.Loading ? $"{failure.Message} {WhatIsIn(request!, status)}" : failure.Message;
        return new FailureReport(console, json).WriteAsync(failure with { Message = message }, Figures(request, status));
    }

    private static string Describe(ImportStatus status)
        => Invariant($"{status.Read} read, {status.Committed} committed, {status.Rejected} rejected, {status.Elapsed.TotalSeconds:0.00} s, ")
            + Invariant($"{status.RowsPerSecond:0} rows/s, {status.Batches} batches.");

    private static string WhatIsIn(ImportRequest request, ImportStatus status)
        => Invariant($"{status.Committed} rows are committed, {status.Rejected} were rejected")
            + (status.NotLoaded > 0 ? Invariant($", {status.NotLoaded} were in flight") : "")
            + Invariant($"; reading stopped after the record in line {status.LastLine}.")
            + (status.Rejected + status.NotLoaded > 0 ? $" The rows not loaded up to that line are in {request.RejectsPath}." : "");

    private static Dictionary<string, object?> Figures(ImportRequest? request, ImportStatus status) => new(StringComparer.Ordinal)
    {
        ["file"] = request?.File,
        ["table"] = request?.Table.ToString(),
        ["read"] = status.Read,
        ["committed"] = status.Committed,
        ["rejected"] = status.Rejected,
        ["seconds"] = Math.Round(status.Elapsed.TotalSeconds, 3),
        ["rowsPerSecond"] = Math.Round(status.RowsPerSecond),
        ["batches"] = status.Batches,
        ["rejectsFile"] = status.Rejected + status.NotLoaded > 0 ? request?.RejectsPath : null,
    };
}
