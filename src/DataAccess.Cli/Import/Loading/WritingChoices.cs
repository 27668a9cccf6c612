namespace DataAccess.Cli.Import.Loading;

/// <summary>The options of the batching writer that the user can choose.</summary>
/// <param name="OnConflict">What to do with a row whose key already exists.</param>
/// <param name="ExactlyOnce">Whether each batch is recorded in the ledger.</param>
/// <param name="BatchRows">The most rows in a batch, or null for the writer's default.</param>
internal sealed record WritingChoices(ConflictAction OnConflict, bool ExactlyOnce, int? BatchRows);
