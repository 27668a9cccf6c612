using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>
/// What the runner's statements need of a session: text as the driver writes it, rows that are found and changed whatever their number, and the clock.
/// The values of the file are kept in variables meanwhile, as settings do not end with the transaction.
/// </summary>
internal static class MySqlShield
{
    /// <summary>With a limit of its own, <c>sql_select_limit</c> does not count.</summary>
    public const string CurrentRole = "select current_role() limit 1";

    /// <summary>A query that gives 1 for a session that needs it from the start, because of the server's own settings.</summary>
    public const string IsNeeded = """
        select @@sql_safe_updates = 1 or @@sql_mode like '%NO_BACKSLASH_ESCAPES%' or @@sql_mode like '%EMPTY_STRING_IS_NULL%' or @@sql_mode not like '%STRICT_%'
          or @@completion_type not in ('NO_CHAIN', '0') or @@sql_select_limit < 1000000 or @@character_set_client <> 'utf8mb4' or @@autocommit = 0
        limit 1
        """;

    /// <summary>The driver escapes text with backslashes. A comma, which the mode's parser skips, takes the place of a mode.</summary>
    public static readonly SqlStatement AllowParameters
        = SqlStatement.Raw("set session sql_mode = replace(replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ','), 'EMPTY_STRING_IS_NULL', ',')");

    private static readonly SqlStatement Keep = SqlStatement.Raw("""
        set @dataaccess_mode = @@sql_mode, @dataaccess_safe = @@sql_safe_updates, @dataaccess_limit = @@sql_select_limit, @dataaccess_completion = @@completion_type,
            @dataaccess_client = @@character_set_client, @dataaccess_results = @@character_set_results, @dataaccess_collation = @@collation_connection,
            @dataaccess_waits = @@lock_wait_timeout, @dataaccess_row_waits = @@innodb_lock_wait_timeout, @dataaccess_clock = @@timestamp
        """);

    private static readonly SqlStatement Characters = SqlStatement.Raw("set names utf8mb4");

    /// <summary>A clock that a file has stopped differs from the server's; 0 lets it go on.</summary>
    private static readonly SqlStatement Restore = SqlStatement.Raw("""
        set session sql_mode = @dataaccess_mode, session sql_safe_updates = @dataaccess_safe, session sql_select_limit = @dataaccess_limit,
            session completion_type = @dataaccess_completion, character_set_client = @dataaccess_client, character_set_results = @dataaccess_results,
            collation_connection = @dataaccess_collation, session lock_wait_timeout = @dataaccess_waits, session innodb_lock_wait_timeout = @dataaccess_row_waits,
            session timestamp = if(abs(@dataaccess_clock - unix_timestamp(sysdate())) > 10, @dataaccess_clock, 0)
        """);

    public static async ValueTask<SessionShield> ForAsync(MigrationSession session, TimeSpan lockTimeout)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(lockTimeout.TotalSeconds));
        var raise = new List<SqlStatement>
        {
            Keep,
            SqlStatement.Raw(Invariant($"set session sql_mode = 'STRICT_TRANS_TABLES', session sql_safe_updates = 0, session sql_select_limit = 18446744073709551615, session completion_type = 0, session lock_wait_timeout = {seconds}, session innodb_lock_wait_timeout = {seconds}, session timestamp = 0")),
            Characters,
        };
        var lower = new List<SqlStatement> { Restore };
        var role = await session.ScalarAsync(SqlStatement.Raw(CurrentRole), CancellationToken.None).ConfigureAwait(false);
        if (role != session.FirstRole)
        {
            raise.Add(SetRole(session.FirstRole));
            lower.Add(SetRole(role));
        }

        return new SessionShield(raise, lower);
    }

    /// <summary>MySQL lists roles as quoted names with their hosts, MariaDB names one without quotes.</summary>
    private static SqlStatement SetRole(string? role)
        => SqlStatement.Raw(
            role is null or "NONE" ? "set role none"
            : role[0] == '`' ? $"set role {role}"
            : $"set role {MySqlText.Quote(role)}");
}
