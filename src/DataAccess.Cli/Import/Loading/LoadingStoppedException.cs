namespace DataAccess.Cli.Import.Loading;

/// <summary>The database stopped taking rows. Those on their way are in the rejects file; those behind were not read.</summary>
internal sealed class LoadingStoppedException(DatabaseFailure failure)
    : Exception($"The database stopped taking rows: {failure.Message}")
{
    public DatabaseFailure Failure => failure;
}
