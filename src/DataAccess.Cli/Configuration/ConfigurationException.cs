namespace DataAccess.Cli.Configuration;

/// <summary>The configuration file, or the choice of its environment, is wrong. The message never holds a value that came from a variable.</summary>
internal sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    public ConfigurationException(FilePlace place, string message)
        : base($"{place}: {message}")
    {
    }
}
