using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Sessions;
using DataAccess.Providers;
using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Running;

/// <summary>Creates a database that does not exist. Any number of runners may try at the same time.</summary>
internal sealed class DatabaseCreation(DatabaseProvider provider, RunnerDialect dialect, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    /// <summary>Whether no connection could be opened because the database does not exist.</summary>
    public static bool IsMissing(RunnerDialect dialect, DatabaseUnavailableException exception)
        => dialect.MissingDatabase is { } code && exception.Failure.Code == code;

    /// <summary>The same exception with what to do.</summary>
    public static DatabaseUnavailableException Explain(DatabaseUnavailableException missing)
        => new(
            missing.Endpoint,
            missing.Failure with { Message = $"{missing.Failure.Message}. Create it, or run 'dataaccess migrate up --create-database' ({nameof(MigrationOptions)}.{nameof(MigrationOptions.CreateDatabase)})" },
            missing);

    /// <returns>The name of the database, if this runner has created it; null if another one has.</returns>
    /// <exception cref="DatabaseUnavailableException">It could not be created; the message says why.</exception>
    public async ValueTask<string?> RunAsync(DatabaseUnavailableException missing, CancellationToken cancellationToken)
    {
        var name = provider.DatabaseName!;
        Exception? failed = missing;
        foreach (var other in provider.ServerDatabases)
        {
            var server = new Database(other, time: time);
            await using (server.ConfigureAwait(false))
            {
                try
                {
                    return await CreateAsync(server, name, cancellationToken).ConfigureAwait(false);
                }
                catch (DatabaseUnavailableException exception)
                {
                    failed = exception;
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    failed = exception;
                    break;
                }
            }
        }

        var failure = provider.Classify(failed);
        throw new DatabaseUnavailableException(
            missing.Endpoint,
            failure with { Message = $"the database '{name}' does not exist and could not be created: {failure.Message}. Create it, or let the user create databases (PostgreSQL: alter role … createdb; MySQL and MariaDB: grant create on {name}.*)" },
            failed);
    }

    private async ValueTask<string?> CreateAsync(Database server, string name, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var session = await MigrationSession.OpenAsync(server, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    await session.ExecuteAsync($"create database {SqlStatement.Identifier(name)}", cancellationToken).ConfigureAwait(false);
                    MigrationLog.DatabaseCreated(logger, provider.Endpoint);
                    return name;
                }
                catch (Exception exception) when (dialect.IsDatabaseThere(session.Classify(exception)))
                {
                    return null;
                }
                catch (Exception exception) when (dialect.IsTemplateBusy(session.Classify(exception)) && time.GetElapsedTime(started) < Patience)
                {
                    await Task.Delay(_backoff.Next(), time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
