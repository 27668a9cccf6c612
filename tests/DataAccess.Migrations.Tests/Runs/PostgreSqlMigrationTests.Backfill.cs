namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Slices follow the order of the key's own type, which need not be that of its text.</summary>
public sealed partial class PostgreSqlMigrationTests
{
    [Theory]
    [InlineData("citext not null primary key", "a,B,c,D,E,f,é,Ä")]
    [InlineData("citext not null", "a,A,B,b,C,c,b,A,Z,a")]
    [InlineData("citext collate \"C\" not null", "a,A,B,b,C,c,b,A,Z,a")]
    [InlineData("words not null", "a,A,B,b,C,c,b,A,Z,a")]
    [InlineData("text collate \"nocase\" not null", "a,A,B,b,C,c,b,A,Z,a")]
    [InlineData("mood not null", "sad,ok,happy,sad,Very,ok")]
    [InlineData("char(5) not null", "a,A,B,b,C,c ,b,A,Z,a")]
    [InlineData("name not null", "a,A,B,b,C,c,b,A,Z,a")]
    public async Task A_backfill_writes_every_row_once_in_the_order_of_the_keys_type(string type, string keys)
    {
        foreach (var sql in new[]
        {
            "create schema extra", "create extension citext schema extra", "create domain extra.words as extra.citext", "create type extra.mood as enum ('sad', 'ok', 'happy', 'Very')",
            "create collation extra.nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
            $"do $$ begin execute format('alter database %I set search_path = public, extra', current_database()); end $$",
        })
        {
            await RunAsync(sql);
        }

        for (var batch = 1; batch <= 4; batch++)
        {
            var table = FormattableString.Invariant($"t{batch}");
            await RunInExtraAsync($"create table {table} (id {type.Replace("\"nocase\"", "extra.nocase", StringComparison.Ordinal)}, n int not null default 0)");
            await RunInExtraAsync($"insert into {table} (id) values ('{keys.Replace(",", "'), ('", StringComparison.Ordinal)}')");
            Write($"{batch}_a.sql", $"-- dataaccess: backfill table={table} key=id batch={batch}\nupdate {table} set n = n + 1 where id >= :from and id <= :to;");
        }

        await using var database = Engine.Open(ConnectionString);
        await NewMigrator(database: database).UpAsync(cancellationToken: Token);

        for (var batch = 1; batch <= 4; batch++)
        {
            var wrong = await Db.QueryAsync<string>(SqlStatement.Raw(FormattableString.Invariant($"select id::text || ' ' || n as line from t{batch} where n <> 1")), Token);
            Assert.True(wrong.Count == 0, FormattableString.Invariant($"slices of {batch}: {string.Join(", ", wrong)}"));
        }
    }

    private async Task RunInExtraAsync(string sql) => await RunAsync($"set search_path = public, extra; {sql}; reset search_path");
}
