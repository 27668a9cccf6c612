namespace DataAccess.Migrations.Files;

/// <summary>The files of a source that run around migrations; null where there is none.</summary>
/// <param name="BeforeRun">Runs before the first migration of a run.</param>
/// <param name="AfterRun">Runs after the last one of a run in which none has failed.</param>
/// <param name="BeforeEach">Runs before the statements of each migration.</param>
/// <param name="AfterEach">Runs after them.</param>
internal sealed record Callbacks(Callback? BeforeRun, Callback? AfterRun, Callback? BeforeEach, Callback? AfterEach)
{
    public static Callbacks None { get; } = new(null, null, null, null);
}
