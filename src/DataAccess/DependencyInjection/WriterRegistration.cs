namespace DataAccess.DependencyInjection;

/// <summary>A writer of the services.</summary>
/// <param name="Open">Creates the writer, unless the program has removed it, and returns how it is drained.</param>
internal sealed record WriterRegistration(Func<IServiceProvider, Func<CancellationToken, ValueTask>?> Open);
