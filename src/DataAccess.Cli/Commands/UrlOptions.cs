using System.CommandLine;

namespace DataAccess.Cli.Commands;

/// <summary>The ways to specify the database: on the command line, or where other users of the machine cannot read the password.</summary>
internal sealed class UrlOptions
{
    private readonly Option<string?> _url = new("--url")
    {
        Description = "The database: postgres://user@host/database, mysql://…, sqlite:file.db, or an ADO.NET connection string.",
    };

    private readonly Option<string?> _variable = new("--url-env") { Description = "The environment variable that holds the URL.", HelpName = "NAME" };

    private readonly Option<string?> _file = new("--url-file") { Description = "The file whose first line is the URL.", HelpName = "FILE" };

    private readonly string? _default;

    private readonly bool _isOptional;

    /// <param name="defaultUrl">The URL if none is given, or null if one is required.</param>
    /// <param name="isOptional">Whether the command works without one; it then asks <see cref="IsGiven"/> first.</param>
    public UrlOptions(string? defaultUrl, bool isOptional = false)
    {
        _default = defaultUrl;
        _isOptional = isOptional;
    }

    public bool IsGiven(ParseResult result) => new Option[] { _url, _variable, _file }.Any(option => result.GetResult(option) is not null);

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_variable);
        command.Add(_file);
        command.Validators.Add(result =>
        {
            var given = new Option[] { _url, _variable, _file }.Count(option => result.GetResult(option) is not null);
            if (given > 1 || (given == 0 && _default is null && !_isOptional))
            {
                result.AddError("Specify the database with exactly one of --url, --url-env and --url-file.");
            }
        });
    }

    /// <exception cref="UsageException">The variable or file does not exist, or the URL is not valid.</exception>
    public Database Open(ParseResult result, DatabaseOptions? options = null)
    {
        try
        {
            return Database.Open(Text(result), options);
        }
        catch (ArgumentException exception)
        {
            // The parameter's name is of no use to the user.
            throw new UsageException(exception.Message.Split(" (Parameter '", 2)[0], exception);
        }
    }

    /// <summary>The URL or connection string, which may hold a password.</summary>
    /// <exception cref="UsageException">It is empty, or the variable or file does not exist.</exception>
    public string Text(ParseResult result)
    {
        if (result.GetValue(_variable) is { } variable)
        {
            return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
                ? value
                : throw new UsageException($"The environment variable '{variable}' given by --url-env is not set.");
        }

        if (result.GetValue(_file) is { } file)
        {
            return FirstLineOf(file);
        }

        var url = result.GetValue(_url) ?? _default!;
        return string.IsNullOrWhiteSpace(url)
            ? throw new UsageException("The value of --url is empty. Is a variable in it not set? Give a URL such as postgres://user@host/database or sqlite:file.db.")
            : url;
    }

    private static string FirstLineOf(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(static line => line.Trim().Length > 0)?.Trim()
                ?? throw new UsageException($"The file '{file}' given by --url-file is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file given by --url-file cannot be read: {exception.Message}", exception);
        }
    }
}
