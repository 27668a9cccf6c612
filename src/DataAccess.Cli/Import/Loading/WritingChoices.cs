namespace DataAccess.Cli.Import.Loading;

/// <summary>What the user chose of the batching writer.</summary>
/// <param name="OnConflict">What a row does whose key is in the table already.</param>
/// <param name="ExactlyOnce">Whether each batch is entered in the ledger.</param>
/// <param name="BatchRows">How many rows one batch has at most; null for the writer's own default.</param>
internal sealed record WritingChoices(ConflictAction OnConflict, bool ExactlyOnce, int? BatchRows);
