using System.CommandLine;
using System.CommandLine.Parsing;

namespace DataAccess.Cli.Configuration;

/// <summary>The options that choose the file and its environment. Every command has them.</summary>
internal sealed class ConfigurationOptions
{
    public const string DefaultFile = "dataaccess.json";

    /// <summary>No file of options is larger, so a file that was named by mistake is not read whole.</summary>
    private const int MaxBytes = 1 << 20;

    private readonly Option<string?> _file = new("--config")
    {
        Description = $"The file with values for options. Default: {DefaultFile} in the working directory, if there is one.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _environment = new("--env")
    {
        Description = $"The environment of the file: its keys win over the shared ones. Default: the variable {EnvironmentChoice.Variable}, then the file's '{ConfigurationKeys.DefaultEnvironment}'.",
        HelpName = "NAME",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(_file);
        root.Add(_environment);
    }

    /// <summary>What the file says for a command; null if there is no file, or the command takes nothing from one.</summary>
    /// <exception cref="ConfigurationException">The file or the environment is wrong.</exception>
    public Configured? Read(RootCommand root, ParseResult result, Func<string, string?> variables)
    {
        // What is no command, or lacks the name of a file, is told by the parser.
        if (result.CommandResult.Command.Action is null
            || result.Errors.Any(error => error.SymbolResult is OptionResult option && (option.Option == _file || option.Option == _environment)))
        {
            return null;
        }

        var (named, environment) = (result.GetValue(_file), result.GetValue(_environment));
        if (!ConfigurationKeys.IsConfigured(result.CommandResult.Command))
        {
            return named is null && environment is null
                ? null
                : throw new ConfigurationException($"The command takes nothing from a configuration file. Omit {(named is null ? _environment : _file).Name}.");
        }

        if (named is null && !File.Exists(DefaultFile))
        {
            return environment is null
                ? null
                : throw new ConfigurationException($"--env {environment} chooses an environment of {DefaultFile}, which is not in the working directory. Name the file with --config FILE.");
        }

        var path = named ?? DefaultFile;
        var file = ConfigurationFile.Parse(path, Bytes(path), ConfigurationKeys.Of(root));
        var chosen = EnvironmentChoice.Of(file, environment, variables(EnvironmentChoice.Variable));
        var command = ParsedCommand.Of(result);
        var settings = EnvironmentChoice.SettingsOf(file, chosen, command);
        return new Configured(path, chosen, ConfiguredArguments.Values(settings, command.Url, new RelativePaths(path), variables));
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[MaxBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? buffer[..length]
                : throw new ConfigurationException($"The configuration file '{path}' is larger than 1 MiB. Name another file with --config.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"The configuration file cannot be read: {exception.Message}", exception);
        }
    }
}
