using System.Data.Common;

namespace DataAccess.Benchmarks;

/// <summary>The least that a tool can do: each file and its row in one transaction, without a lock, a checksum or a journal.</summary>
internal sealed class HandWrittenMigrations(MigrationTarget target, DbProviderFactory factory) : MigrationContender(ContenderNames.HandWritten, target)
{
    public override bool Does(WorkKind kind) => kind is WorkKind.Migrate or WorkKind.MigrateStatus;

    public override async Task MigrateAsync()
    {
        await using var connection = await ConnectAsync();
        await ExecuteAsync(connection, "create table history (name varchar(200) primary key, applied_at timestamp not null)");
        foreach (var (name, text) in await ReadAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, text, transaction);
            await ExecuteAsync(connection, $"insert into history values ('{name}', current_timestamp)", transaction);
            await transaction.CommitAsync();
        }
    }

    /// <summary>One round of reading the folder, and one query, on a connection of its own as a command's.</summary>
    public override async Task StatusAsync()
    {
        var files = await ReadAsync();
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select name, checksum, state, applied_at, duration_ms from dataaccess_migrations";
        await using var reader = await command.ExecuteReaderAsync();
        var applied = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            applied.Add(reader.GetString(0));
        }

        if (files.Count != MigrationTarget.Count || applied.Count != MigrationTarget.Count)
        {
            throw new InvalidOperationException($"{files.Count} files, {applied.Count} applied");
        }
    }

    private async Task<IReadOnlyList<(string Name, string Text)>> ReadAsync()
    {
        var files = new List<(string, string)>();
        foreach (var path in Directory.EnumerateFiles(Target.Folder, "*.sql").Order(StringComparer.Ordinal))
        {
            files.Add((Path.GetFileNameWithoutExtension(path), await File.ReadAllTextAsync(path)));
        }

        return files;
    }

    private async Task<DbConnection> ConnectAsync()
    {
        var connection = factory.CreateConnection()!;
        connection.ConnectionString = new DbConnectionStringBuilder { ConnectionString = Target.Url, ["Pooling"] = "false" }.ConnectionString;
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync();
    }
}
