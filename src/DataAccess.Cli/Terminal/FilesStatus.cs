namespace DataAccess.Cli.Terminal;

/// <summary>How far a run of files is.</summary>
/// <param name="Fraction">The part of the files that is done, from 0 to 1.</param>
/// <param name="Text">What is running.</param>
internal sealed record FilesStatus(double Fraction, string Text);
