using Microsoft.Extensions.Hosting;

namespace DataAccess.Migrations;

/// <summary>Runs the migrations while the host starts.</summary>
internal sealed class StartupMigrations(Migrator migrator) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
        => await migrator.UpAsync(cancellationToken: cancellationToken).ConfigureAwait(false);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
