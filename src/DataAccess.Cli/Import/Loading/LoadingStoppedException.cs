namespace DataAccess.Cli.Import.Loading;

/// <summary>The database stopped accepting rows. Those in flight are in the rejects file; those after them were not read.</summary>
internal sealed class LoadingStoppedException(DatabaseFailure failure)
    : Exception($"The database stopped accepting rows: {failure.Message}")
{
    public DatabaseFailure Failure => failure;
}
