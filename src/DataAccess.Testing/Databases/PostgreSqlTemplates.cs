namespace DataAccess.Testing.Databases;

/// <summary>PostgreSQL copies a database itself. The default strategy, wal_log, is the faster one for small databases: file_copy needs two checkpoints.</summary>
internal sealed class PostgreSqlTemplates(Database server, string url) : ServerTemplates(server, url)
{
    public override ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
        => RunAsync(
            connection => connection.QueryAsync<string>($"select datname::text from pg_database where starts_with(datname::text, {TemplateName.Prefix})", cancellationToken), cancellationToken);

    public override async ValueTask CompleteAsync(string build, string template, CancellationToken cancellationToken)
        => await RunAsync(
            connection => connection.ExecuteAsync($"alter database {SqlStatement.Identifier(build)} rename to {SqlStatement.Identifier(template)}", cancellationToken), cancellationToken).ConfigureAwait(false);

    public override async ValueTask CopyAsync(string template, string name, CancellationToken cancellationToken)
        => await RunAsync(
            connection => connection.ExecuteAsync($"create database {SqlStatement.Identifier(name)} template {SqlStatement.Identifier(template)}", cancellationToken), cancellationToken).ConfigureAwait(false);

    public override async ValueTask DropAsync(string name, CancellationToken cancellationToken)
        => await RunAsync(
            connection => connection.ExecuteAsync($"drop database if exists {SqlStatement.Identifier(name)} with (force)", cancellationToken), cancellationToken).ConfigureAwait(false);

    public override ValueTask DisposeAsync() => default;
}
