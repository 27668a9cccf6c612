using DataAccess.Connections;

namespace DataAccess.Testing.Databases;

/// <summary>MySQL and MariaDB cannot copy a schema: its tables, rows, views, routines and triggers are made again, by a script that is read once and sent in few messages.</summary>
internal sealed class MySqlTemplates(Database server, string url) : ServerTemplates(server, url)
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private MySqlCopyScript? _script;

    public override ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
        => RunAsync(
            connection => connection.QueryAsync<string>($"select schema_name from information_schema.schemata where left(schema_name, 7) = {TemplateName.Prefix}", cancellationToken),
            cancellationToken);

    public override ValueTask<IReadOnlyList<string>> ListCompleteAsync(CancellationToken cancellationToken)
        => RunAsync(
            connection => connection.QueryAsync<string>(
                $"select table_schema from information_schema.tables where table_name = {MySqlCopyScript.Marker} and left(table_schema, 7) = {TemplateName.Prefix}", cancellationToken),
            cancellationToken);

    /// <summary>A schema cannot be renamed, so the template is a copy that is marked at its end.</summary>
    public override async ValueTask CompleteAsync(string build, string template, CancellationToken cancellationToken)
    {
        await DropAsync(template, cancellationToken).ConfigureAwait(false);
        await RunAsync(
            async connection =>
            {
                var script = await MySqlCopyScript.ReadAsync(connection, build, cancellationToken).ConfigureAwait(false);
                await script.RunAsync(connection, template, cancellationToken).ConfigureAwait(false);
                return await connection.ExecuteAsync($"create table {SqlStatement.Identifier(template)}.{SqlStatement.Identifier(MySqlCopyScript.Marker)} (id int primary key)", cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await DropAsync(build, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask CopyAsync(string template, string name, CancellationToken cancellationToken)
        => await RunAsync(
            async connection =>
            {
                var script = await ScriptAsync(connection, template, cancellationToken).ConfigureAwait(false);
                await script.RunAsync(connection, name, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public override async ValueTask DropAsync(string name, CancellationToken cancellationToken)
        => await RunAsync(
            connection => connection.ExecuteAsync($"drop database if exists {SqlStatement.Identifier(name)}", cancellationToken), cancellationToken).ConfigureAwait(false);

    public override ValueTask DisposeAsync()
    {
        _reading.Dispose();
        return default;
    }

    private async ValueTask<MySqlCopyScript> ScriptAsync(DedicatedConnection connection, string template, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _script ??= await MySqlCopyScript.ReadAsync(connection, template, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }
}
