namespace DataAccess.Cli.Configuration;

/// <summary>A line of the configuration file, as messages name it.</summary>
internal readonly record struct FilePlace(string File, int Line)
{
    public override string ToString() => Invariant($"{File}:{Line}");
}
