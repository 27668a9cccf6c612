using MySqlConnector;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MySqlFamilySuite
{
    private string Role => new MySqlConnectionStringBuilder(ConnectionString).Database[..26] + "_r";

    private protected override IReadOnlyList<SessionLeak> Leaks =>
    [
        new("engine", "set default_storage_engine = MyISAM;", "@@default_storage_engine", "MyISAM"),
        new("mode", "set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES';\ninsert into seen values ('it''s \\\\', 'x');\ndelete from seen where v = 'x';", "@@sql_mode", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"),
        new("safe updates", "set sql_safe_updates = 1;", "@@sql_safe_updates", "1"),
        new("autocommit", "set @@session.autocommit = 0;", "@@autocommit", "0"),
        new("read only", "set session transaction read only;", "@@transaction_read_only", IsSeenInside: false),
        new("isolation", "set session transaction_isolation = 'SERIALIZABLE';", "@@transaction_isolation", "SERIALIZABLE"),
        new("limit", "set sql_select_limit = 1;", "@@sql_select_limit", "1"),
        new("limit zero", "set sql_select_limit = 0;", "@@sql_select_limit", IsSeenInside: false),
        new("foreign keys", "set foreign_key_checks = 0;", "@@foreign_key_checks", "0"),
        new("zone", "set time_zone = '+09:00';", "@@time_zone", "+09:00"),
        new("characters", "set names latin1;", "@@character_set_client", "latin1"),
        new("collation", "set collation_connection = 'utf8mb4_bin';", "@@collation_connection", "utf8mb4_bin"),
        new("completion", "set completion_type = 'CHAIN';", "@@completion_type", "CHAIN"),
        new("variable", "set @x = 5;", "coalesce(@x, 'none')", "5"),
        new("clock", "set timestamp = 100;", "unix_timestamp(now()) < 1000", "1"),
        new("called", "call sets_zone();", "@@time_zone", "+07:00"),
        new("trigger", "insert into watched values (1);", "coalesce(@watched, 'none')", "yes"),
        new("last key", "insert into keyed (n) values (1);", "last_insert_id() > 0", IsSeenInside: false),
        new("lock", "select get_lock('somebody', 0);", "coalesce(is_used_lock('somebody') = connection_id(), 'nobody')", "1"),
        new("prepared", "prepare p from 'insert into seen select 1, 2';", "1", "1"),
        new("lock tables", "lock tables keyed write;", "1", "1"),
        new("role", $"set role {Role};", "coalesce(current_role(), 'none')", IsSeenInside: false),
        new("waits", "set lock_wait_timeout = 77, innodb_lock_wait_timeout = 78;", "1", "1"),
    ];

    private protected override async Task PrepareLeaksAsync(Database database)
    {
        await RemoveLeaksAsync();
        foreach (var sql in new[]
        {
            "create table watched (n int)", "create table keyed (id int primary key auto_increment, n int)", $"create role {Role}", $"grant {Role} to current_user()",
            "create procedure sets_zone() set time_zone = '+07:00'",
            "create trigger watched before insert on watched for each row set @watched = 'yes'",
        })
        {
            await database.ExecuteAsync(SqlStatement.Raw(sql), Token);
        }
    }

    private protected override Task RemoveLeaksAsync() => RunAsync($"drop role if exists {Role}").AsTask();

    [Fact]
    public async Task A_file_that_uses_another_database_leaves_the_next_its_own()
    {
        Write("1_a.sql", "use information_schema;\nset @a = database();");
        Write("2_b.sql", "create table here (n int);");
        Write("3_c.sql", "insert into here values (1);\nuse information_schema;");
        Write("4_d.sql", "insert into here values (2);");

        await UpAsync();

        Assert.Equal(2, await CountAsync("here"));
    }
}
