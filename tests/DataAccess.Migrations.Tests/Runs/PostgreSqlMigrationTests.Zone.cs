using Npgsql;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>A time without a zone means in a file what it means in psql; what the runner itself records is UTC.</summary>
public sealed partial class PostgreSqlMigrationTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("alter role {0} set timezone = 'Asia/Tokyo'", "")]
    [InlineData("alter database {1} set timezone = 'America/New_York'", "")]
    [InlineData("alter database {1} set timezone = 'America/New_York'; alter role {0} set timezone = 'Asia/Tokyo'", "")]
    [InlineData("alter role {0} in database {1} set timezone = '-03:30'", "")]
    [InlineData("alter role {0} set timezone = 'Asia/Tokyo'", "Timezone=Australia/Sydney")]
    [InlineData("alter database {1} set timezone = 'America/New_York'", "Timezone=UTC")]
    [InlineData("", "Options=-c timezone=Asia/Kolkata")]
    public async Task A_time_without_a_zone_means_what_it_means_to_psql(string settings, string option)
    {
        var (url, dropUser) = await RestrictAsync();
        var builder = new NpgsqlConnectionStringBuilder(url);
        var isUrl = option.StartsWith("Timezone", StringComparison.Ordinal);
        foreach (var sql in new[] { $"grant all on schema public to {builder.Username}", string.Format(System.Globalization.CultureInfo.InvariantCulture, settings, builder.Username, builder.Database) })
        {
            await RunAsync(sql.Length == 0 ? "select 1" : sql);
        }

        var texts = new List<string> { option.Length == 0 ? url : $"{url};{option}" };
        if (isUrl)
        {
            texts.Add($"postgresql://{builder.Username}:{Uri.EscapeDataString(builder.Password!)}@{builder.Host}:{builder.Port}/{builder.Database}?{option}");
        }

        try
        {
            // The driver alone sets no zone, as psql does not.
            var (time, zone) = await ShownAsync(texts[0]);
            Assert.Equal(option.Length > 0 ? option.Split('=')[^1] : settings.Split('\'') is [.., var last, ""] ? last : "Etc/UTC", zone);
            foreach (var text in texts)
            {
                await AssertZoneAsync(text, time, zone);
            }
        }
        finally
        {
            await RunAsync($"drop owned by {builder.Username} cascade");
            await RunAsync(dropUser);
        }
    }

    private async Task AssertZoneAsync(string text, DateTime time, string zone)
    {
        foreach (var file in Directory.GetFiles(Folder))
        {
            File.Delete(file);
        }

        // The second file begins with a new session; the fourth is in steps, and the fifth in slices.
        Write("1_a.sql", "create table a (n int primary key, t timestamptz, zone text);\nset statement_timeout = '20s';");
        Write("2_b.sql", Insert(2));
        Write("3_c.sql", Insert(3) + "\nset work_mem = '5MB';");
        Write("4_d.sql", NoTransaction + Insert(4) + "\n" + Insert(5));
        Write("5_e.sql", "-- dataaccess: backfill table=a key=n batch=2\nupdate a set zone = case when t = '2026-07-01 12:00' then zone else 'backfill: ' || current_setting('timezone') end where n between :from and :to;");
        Write("1_a.down.sql", "drop table a;");
        foreach (var name in new[] { "2_b", "3_c", "4_d", "5_e" })
        {
            Write($"{name}.down.sql", "select 1;");
        }

        await using var database = Database.Open(text);
        foreach (var transaction in new[] { MigrationTransaction.File, MigrationTransaction.None })
        {
            var from = DateTime.UtcNow.AddMinutes(-5);
            await NewMigrator(o => o.Transaction = transaction, database).UpAsync(cancellationToken: Token);
            var seen = await Db.QueryAsync<(DateTime Time, string Zone)>($"select t, zone from a order by n", Token);
            Assert.Equal([.. Enumerable.Repeat((time, zone), 4)], seen.Select(static s => (s.Time.ToUniversalTime(), s.Zone)));

            var status = await NewMigrator(database: database).StatusAsync(Token);
            Assert.All(status.Migrations, m => Assert.InRange(m.AppliedAt!.Value, from, DateTime.UtcNow.AddMinutes(5)));
            var moments = await Db.QueryAsync<bool>(SqlStatement.Raw("select abs(extract(epoch from now() - applied_at)) < 300 from dataaccess_migrations union all select abs(extract(epoch from now() - intended_at)) < 300 and abs(extract(epoch from now() - done_at)) < 300 from dataaccess_migration_steps"), Token);
            Assert.DoesNotContain(false, moments);
            await NewMigrator(database: database).DownAsync(to: 0, cancellationToken: Token);
        }

        Assert.Equal(0, await CountAsync("dataaccess_migrations"));

        static string Insert(int n) => FormattableString.Invariant($"insert into a values ({n}, '2026-07-01 12:00', current_setting('timezone'));");
    }

    private static async Task<(DateTime Time, string Zone)> ShownAsync(string text)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(text) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("select '2026-07-01 12:00'::timestamptz, current_setting('timezone')", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        Assert.True(await reader.ReadAsync(Token));
        return (reader.GetDateTime(0).ToUniversalTime(), reader.GetString(1));
    }
}
