using Npgsql;

namespace DataAccess.ServiceLoad.Load;

/// <summary>The rows that all services find: sites with quota, devices, and readings of each.</summary>
internal static class LoadDatabase
{
    public static async Task FillAsync(string connectionString, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            $"""
            insert into site (name, quota) select 'site-' || lpad(i::text, 2, '0'), 1000000 from generate_series(0, {Routes.Sites - 1}) i;
            insert into device (serial, name, site, enabled, version)
                select 'd-' || lpad(i::text, 4, '0'), 'roof', 'site-' || lpad((i % {Routes.Sites})::text, 2, '0'), true, 1 from generate_series(0, {Routes.Devices - 1}) i;
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>As many readings before each round: what the writes of the rounds before have left is removed.</summary>
    public static async Task ResetReadingsAsync(string connectionString, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            $"""
            truncate reading;
            insert into reading (id, device, level, taken_at)
                select gen_random_uuid()::text, 'd-' || lpad((i % {Routes.Devices})::text, 4, '0'), random(), now() - make_interval(secs => i) from generate_series(1, 60000) i;
            analyze;
            """);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync(ct);
    }
}
