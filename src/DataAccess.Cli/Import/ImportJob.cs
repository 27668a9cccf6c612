using DataAccess.Cli.Import.Inference;
using DataAccess.Cli.Import.Loading;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;

namespace DataAccess.Cli.Import;

/// <summary>Imports one source into one table: inspects both, matches them, and loads.</summary>
internal sealed class ImportJob(Database database, ImportSource source, ImportRequest request, ImportProgress progress)
{
    /// <exception cref="MalformedInputException">The file as a whole cannot be used.</exception>
    /// <exception cref="TableMismatchException">The file does not match the table.</exception>
    /// <exception cref="LoadingStoppedException">The database accepts no more rows.</exception>
    /// <exception cref="InputFailedException">The file ended early.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var existing = await database.DescribeTableAsync(request.Table, cancellationToken);
        CheckExistence(existing.Count > 0);
        progress.BeginReading(source);
        var reader = await InputFormats.OpenAsync(source, request.Format, keys: null, cancellationToken);
        var survey = request.Create || !reader.HasHeader ? await SurveyAsync(reader, cancellationToken) : null;
        var columns = request.Create
            ? await CreateTableAsync(survey!, cancellationToken)
            : HeaderMatcher.Match(reader.Fields, existing, request.Table);
        CheckKey(columns);
        if (survey is null)
        {
            source.ForgetStart();
        }
        else
        {
            source.Rewind();
            reader = await InputFormats.OpenAsync(source, request.Format, survey.Fields, cancellationToken);
            if (!reader.Fields.SequenceEqual(survey.Fields, StringComparer.Ordinal))
            {
                throw new InputFailedException($"The columns of {source.Name} changed while it was being read.");
            }
        }

        await LoadAsync(reader, columns, cancellationToken);
    }

    private void CheckExistence(bool exists)
    {
        if (exists && request.Create)
        {
            throw new TableMismatchException($"Table '{request.Table}' already exists. Omit --create to add the rows to it, or name another table.");
        }

        if (!exists && !request.Create)
        {
            throw new TableMismatchException($"Table '{request.Table}' does not exist. Use --create to create it from the file, or create it first.");
        }
    }

    private void CheckKey(IReadOnlyList<TargetColumn> columns)
    {
        if (request.Writing.OnConflict == ConflictAction.Update && !columns.Any(static c => c.IsKey))
        {
            throw new TableMismatchException(
                $"--on-conflict update requires a primary key in table '{request.Table}', and all of its columns in the file, to identify the row to overwrite. "
                + "Create the table with one, or use --on-conflict ignore.");
        }
    }

    private async ValueTask<InputSurvey> SurveyAsync(RecordReader reader, CancellationToken cancellationToken)
    {
        // Inferring types is worth reading every record; finding the keys for an existing table is not.
        var whole = request.Create && source.CanReadTwice;
        var survey = await InputSurvey.RunAsync(source, reader, whole, cancellationToken);
        if (survey.Fields.Count > 0)
        {
            return survey;
        }

        throw new MalformedInputException(survey.FirstDamaged is { } damaged
            ? Invariant($"{source.Name} has no record with a value. Line {damaged.Line}: {damaged.Problem!.Reason}.")
            : $"{source.Name} is empty: it has no records.");
    }

    private async ValueTask<IReadOnlyList<TargetColumn>> CreateTableAsync(InputSurvey survey, CancellationToken cancellationToken)
    {
        var table = new NewTable(database.Provider, request.Table, survey.Fields, survey.Types);
        await table.CreateAsync(database, cancellationToken);
        return table.Columns;
    }

    private async ValueTask LoadAsync(RecordReader reader, IReadOnlyList<TargetColumn> columns, CancellationToken cancellationToken)
    {
        await using var rejects = new RejectsFile(request.RejectsPath);
        using var loader = new RowLoader(database, request.Table, columns, request.Writing, rejects, progress);
        await loader.LoadAsync(reader, cancellationToken);
        var status = progress.Status();
        if (status.Read != status.Committed + status.Rejected)
        {
            throw new InvalidOperationException(
                Invariant($"{status.Read} records were read, but {status.Committed} committed and {status.Rejected} rejected do not add up to them."));
        }
    }
}
