using System.CommandLine;
using System.Globalization;
using DataAccess.Cli.Import;
using DataAccess.Cli.Import.Loading;
using DataAccess.Cli.Import.Progress;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Terminal;
using DataAccess.Mapping;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess import FILE --into TABLE --url URL</c>: loads a file into a table.</summary>
internal sealed class ImportCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The file to import; - for standard input." };

    private readonly Option<string> _into = new("--into") { Description = "The target table: name, or schema.name.", HelpName = "TABLE", Required = true };

    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly Option<bool> _create = new("--create") { Description = "Create the table, with the narrowest types that hold the file's values." };

    private readonly Option<string> _format = new("--format")
    {
        Description = "The file's format. 'auto' detects it by the file's extension, then by its first line.",
        DefaultValueFactory = static _ => "auto",
    };

    private readonly Option<string?> _rejects = new("--rejects")
    {
        Description = "The file for rejected rows, with line, column and reason; created only when a row is rejected. Default: FILE.rejects.csv in the working directory.",
        HelpName = "FILE",
    };

    private readonly Option<string> _onConflict = new("--on-conflict")
    {
        Description = "What to do with a row whose key already exists: reject it (error), skip it (ignore), or overwrite the existing row (update).",
        DefaultValueFactory = static _ => "error",
    };

    private readonly Option<bool> _exactlyOnce = new("--exactly-once")
    {
        Description = "Record each batch in the table dataaccess_ledger, so that a lost connection leaves no row in doubt.",
    };

    private readonly Option<int?> _batchRows = new("--batch-rows") { Description = "The maximum number of rows to commit together. Default: 20000.", HelpName = "N" };

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly CliConsole _console;

    private ImportCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        var import = new ImportCommand(console);
        string[] formats = [.. InputFormats.All.Select(static format => format.Name)];
        import._format.AcceptOnlyFromAmong(["auto", .. formats]);
        import._onConflict.AcceptOnlyFromAmong("error", "ignore", "update");
        import._batchRows.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var rows) && rows < 1)
            {
                result.AddError(Invariant($"--batch-rows is {rows}; it must be at least 1."));
            }
        });
        var command = new Command(
            "import",
            $"Load a file ({string.Join(", ", formats)}) into a table. Rows that cannot be loaded go to a rejects file; the others are committed.")
        {
            import._file, import._into, import._create, import._format, import._rejects,
            import._onConflict, import._exactlyOnce, import._batchRows, import._json,
        };
        import._url.AddTo(command);
        command.SetAction(import.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var progress = new ImportProgress(_console.Time);
        var report = new ImportReport(_console, result.GetValue(_json));
        var request = default(ImportRequest);
        try
        {
            request = ReadRequest(result);
            await using var database = _url.Open(result);
            await using var source = OpenSource(request.File);
            var work = new ImportJob(database, source, request, progress).RunAsync(cancellationToken);
            await ImportView.For(_console, result.GetValue(_json)).ShowAsync(work, progress.Status);
            await work;
            return (int)await report.SucceededAsync(request, progress.Status());
        }
        catch (Exception exception)
        {
            return (int)await report.FailedAsync(CommandFailure.Of(exception), request, progress.Status());
        }
    }

    private ImportRequest ReadRequest(ParseResult result)
    {
        var file = result.GetRequiredValue(_file);
        var rejects = result.GetValue(_rejects) ?? (file == "-" ? "stdin" : Path.GetFileName(file)) + ".rejects.csv";
        if (file != "-" && Path.GetFullPath(file) == Path.GetFullPath(rejects))
        {
            throw new UsageException("--rejects is the file being imported. Name another file.");
        }

        try
        {
            var table = TableName.Parse(result.GetRequiredValue(_into));
            var format = InputFormats.Named(result.GetRequiredValue(_format));
            return new ImportRequest(file, table, result.GetValue(_create), format, rejects, ReadChoices(result));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message.Split(" (Parameter '", 2)[0], exception);
        }
    }

    private WritingChoices ReadChoices(ParseResult result)
        => new(
            Enum.Parse<ConflictAction>(result.GetRequiredValue(_onConflict), ignoreCase: true),
            result.GetValue(_exactlyOnce),
            result.GetValue(_batchRows));

    private ImportSource OpenSource(string file)
    {
        if (file == "-")
        {
            return new ImportSource("standard input", _console.OpenInput(), length: null);
        }

        try
        {
            return Directory.Exists(file)
                ? throw new UsageException($"'{file}' is a directory. Name a file, or - for standard input.")
                : ImportSource.Open(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"The file cannot be opened: {exception.Message}", exception);
        }
    }
}
