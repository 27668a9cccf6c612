using System.CommandLine;
using DataAccess.Cli.Advise;
using DataAccess.Cli.Terminal;
using DataAccess.Mapping;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess advise --url URL</c>: measures how many connections a database serves best, and measures its own advice.</summary>
internal sealed class AdviseCommand
{
    private readonly Option<string?> _sql = new("--sql") { Description = "The file with the statement to measure, which must only read. Default: select 1.", HelpName = "FILE" };

    private readonly Option<string?> _table = new("--table") { Description = "Measure the reading of a row of this table, and of many at once.", HelpName = "TABLE" };

    private readonly Option<int?> _rate = new("--target-rate") { Description = "The number of calls in a second that shall be served. Default: 60 % of the most.", HelpName = "N" };

    private readonly Option<string?> _p95 = CommonOptions.Duration("--target-p95", "What 95 % of the callers shall not wait for a connection for longer than. Default: the time of one statement.");

    private readonly Option<int> _seconds = new("--seconds") { Description = "About how long to measure altogether, from 3 to 600.", HelpName = "N", DefaultValueFactory = static _ => 30 };

    private readonly Option<int> _max = new("--max-connections") { Description = "The most connections to use, up to 1000.", HelpName = "N", DefaultValueFactory = static _ => 16 };

    private readonly Option<bool> _yes = new("--yes") { Description = "Measure although other sessions are active." };

    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly CliConsole _console;

    private AdviseCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        var advise = new AdviseCommand(console);
        var command = new Command("advise", "Measure how many connections serve a database best, and how long callers wait. Writes nothing. Exits with 10 if the measurement of the advice does not confirm it.")
        {
            advise._sql, advise._table, advise._rate, advise._p95, advise._seconds, advise._max, advise._yes, advise._json,
        };
        advise._url.AddTo(command);
        Limit(advise._rate, 1, 1_000_000);
        Limit(advise._seconds, 3, 600);
        Limit(advise._max, 1, 1_000);
        command.Validators.Add(result =>
        {
            if (result.GetResult(advise._sql) is not null && result.GetResult(advise._table) is not null)
            {
                result.AddError("Pass --sql or --table, and not both.");
            }
        });
        command.SetAction(advise.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            var request = RequestOf(result);
            var started = _console.Time.GetTimestamp();
            if (!json)
            {
                await _console.Out.WriteLineAsync(Invariant($"Measuring for about {request.Time.TotalSeconds:0} s with up to {request.MaxConnections} connections …"));
            }

            var advisor = new Advisor(size => _url.Open(result, new DatabaseOptions
            {
                Connections = new ConnectionOptions { MinConnections = size, MaxConnections = size },
                OnConnectionOpened = ReadOnlySessions.SetAsync,
            }));
            var advised = await advisor.RunAsync(request, cancellationToken);
            return (int)new AdviseReport(_console, json).Write(advised, _console.Time.GetElapsedTime(started));
        }
        catch (Exception exception)
        {
            var failure = exception is AdviseRefusedException ? new CommandFailure(ExitCode.Usage, exception.Message) : CommandFailure.Of(exception);
            return (int)await new FailureReport(_console, json).WriteAsync(failure);
        }
    }

    private AdviseRequest RequestOf(ParseResult result)
    {
        Func<int, SqlStatement>? page = result.GetValue(_table) is { } table ? rows => PageOf(TableName.Parse(table), rows) : null;
        var text = page is null && result.GetValue(_sql) is { } file ? Read(file) : null;
        return new AdviseRequest(
            page?.Invoke(1) ?? (text is null ? (SqlStatement)$"select 1 as one" : SqlStatement.Raw(text)),
            text,
            page,
            result.GetValue(_rate),
            CommonOptions.DurationOf(result, _p95),
            TimeSpan.FromSeconds(result.GetValue(_seconds)),
            result.GetValue(_max),
            result.GetValue(_yes));
    }

    private static SqlStatement PageOf(TableName table, int rows)
    {
        var name = SqlStatement.Identifier(table.Name);
        if (table.Schema is { } schema)
        {
            name = (SqlStatement)$"{SqlStatement.Identifier(schema)}.{name}";
        }

        return (SqlStatement)$"select * from {name} limit {rows}";
    }

    private static string Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file).Trim().TrimEnd(';');
            return text.Length > 0 ? text : throw new UsageException($"The file '{file}' given by --sql is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file given by --sql cannot be read: {exception.Message}", exception);
        }
    }

    private static void Limit<T>(Option<T> option, int from, int to)
        => option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is int value && (value < from || value > to))
            {
                result.AddError(Invariant($"{option.Name} is {value}; it must be from {from} to {to}."));
            }
        });
}
