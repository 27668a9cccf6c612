namespace DataAccess.Cli.Configuration;

/// <summary>What a key's value is.</summary>
internal enum ConfigurationKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A file or folder, relative to the configuration file.</summary>
    Path,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Switch,

    /// <summary>An object of names and values.</summary>
    Pairs,
}
