using Dapper;
using Npgsql;

namespace DataAccess.ServiceLoad.Peers;

/// <summary>The service as it is written with Dapper: a pooled connection for each call.</summary>
internal sealed class DapperPeer : IPeer
{
    private readonly NpgsqlDataSource _source;

    public DapperPeer(NpgsqlDataSource source)
    {
        _source = source;
        DefaultTypeMap.MatchNamesWithUnderscores = true;
    }

    public async Task<PeerDevice?> GetDeviceAsync(string serial, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<PeerDevice>(
            new CommandDefinition("select serial, name, site, enabled, version from device where serial = @serial", new { serial }, cancellationToken: ct));
    }

    public async Task<long?> UpdateDeviceAsync(PeerDevice device, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "update device set name = @Name, site = @Site, enabled = @Enabled, version = version + 1 where serial = @Serial and version = @Version returning version",
            device,
            cancellationToken: ct));
    }

    public async Task InsertReadingAsync(PeerReading reading, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into reading (id, device, level, taken_at) values (@Id, @Device, @Level, @TakenAt)", reading, cancellationToken: ct));
    }

    public async Task InsertReadingsAsync(IReadOnlyList<PeerReading> readings, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into reading (id, device, level, taken_at) values (@Id, @Device, @Level, @TakenAt)", readings, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    public async Task<IReadOnlyList<PeerReading>> ListReadingsAsync(string device, int size, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PeerReading>(new CommandDefinition(
            "select id, device, level, taken_at from reading where device = @device order by taken_at desc, id desc limit @limit",
            new { device, limit = size + 1 },
            cancellationToken: ct))).AsList();
    }

    public async Task<IReadOnlyList<PeerSite>> ReportAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<PeerSite>(new CommandDefinition(PeerSql.Report, cancellationToken: ct))).AsList();
    }

    public async Task<bool> TransferAsync(PeerTransfer transfer, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(ct);
                var taken = await connection.ExecuteAsync(new CommandDefinition(
                    "update site set quota = quota - @Amount where name = @From and quota >= @Amount", transfer, transaction, cancellationToken: ct));
                if (taken == 0)
                {
                    return false;
                }

                await connection.ExecuteAsync(new CommandDefinition("update site set quota = quota + @Amount where name = @To", transfer, transaction, cancellationToken: ct));
                await transaction.CommitAsync(ct);
                return true;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DeadlockDetected)
            {
                // Rolled back: again.
            }
        }
    }
}
