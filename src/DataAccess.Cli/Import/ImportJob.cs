using DataAccess.Cli.Import.Inference;
using DataAccess.Cli.Import.Loading;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;

namespace DataAccess.Cli.Import;

/// <summary>Imports one source into one table: looks at both, makes them fit, and loads.</summary>
internal sealed class ImportJob(Database database, ImportSource source, ImportRequest request, ImportProgress progress)
{
    /// <exception cref="MalformedInputException">The file as a whole is unusable.</exception>
    /// <exception cref="TableMismatchException">File and table do not go together.</exception>
    /// <exception cref="LoadingStoppedException">The database takes no more rows.</exception>
    /// <exception cref="InputFailedException">The file ended too early.</exception>
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
                throw new InputFailedException($"The columns of {source.Name} changed while it was read.");
            }
        }

        await LoadAsync(reader, columns, cancellationToken);
    }

    private void CheckExistence(bool exists)
    {
        if (exists && request.Create)
        {
            throw new TableMismatchException($"Table '{request.Table}' already exists. Leave out --create to add the rows to it, or name another table.");
        }

        if (!exists && !request.Create)
        {
            throw new TableMismatchException($"There is no table '{request.Table}'. Add --create to make it from the file, or create it first.");
        }
    }

    private void CheckKey(IReadOnlyList<TargetColumn> columns)
    {
        if (request.Writing.OnConflict == ConflictAction.Update && !columns.Any(static c => c.IsKey))
        {
            throw new TableMismatchException(
                $"--on-conflict update needs a primary key of one column in table '{request.Table}', and that column in the file, to tell which row to overwrite. "
                + "Create the table with one first, or take --on-conflict ignore.");
        }
    }

    private async ValueTask<InputSurvey> SurveyAsync(IRecordReader reader, CancellationToken cancellationToken)
    {
        // Types are worth a look at every record; the keys of a table that exists are not.
        var whole = request.Create && source.CanReadTwice;
        var survey = await InputSurvey.RunAsync(source, reader, whole, cancellationToken);
        if (survey.Fields.Count > 0)
        {
            return survey;
        }

        throw new MalformedInputException(survey.FirstDamaged is { } damaged
            ? Invariant($"{source.Name} has no record with a value in it. Line {damaged.Line}: {damaged.Problem!.Reason}.")
            : $"{source.Name} is empty: there is no record in it.");
    }

    private async ValueTask<IReadOnlyList<TargetColumn>> CreateTableAsync(InputSurvey survey, CancellationToken cancellationToken)
    {
        var table = new NewTable(database.Provider, request.Table, survey.Fields, survey.Types);
        await table.CreateAsync(database, cancellationToken);
        return table.Columns;
    }

    private async ValueTask LoadAsync(IRecordReader reader, IReadOnlyList<TargetColumn> columns, CancellationToken cancellationToken)
    {
        await using var rejects = new RejectsFile(request.RejectsPath);
        using var loader = new RowLoader(database, request.Table, columns, request.Writing, rejects, progress);
        await loader.LoadAsync(reader, cancellationToken);
        var status = progress.Status();
        if (status.Read != status.Committed + status.Rejected)
        {
            throw new InvalidOperationException(
                Invariant($"{status.Read} records were read, and {status.Committed} committed and {status.Rejected} rejected do not account for all of them."));
        }
    }
}
