using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>
/// The user's functions that PostgreSQL runs for triggers, views, policies, defaults, constraints, operators and casts, by their
/// dependencies; and whether a view itself calls a function of the server that reaches into the session.
/// </summary>
internal static class HiddenRoutines
{
    /// <summary>More than that are not read: one that is not readable stands for all of them.</summary>
    private const int Most = 500;

    // The first object that a user made has the number 16384. What an extension brought is trusted; what the server brought has no
    // dependencies, so views are searched for the numbers of those functions.
    private static readonly string Text = $"""
        select case when l.lanname in ('plpgsql', 'sql') and p.prosqlbody is null then p.prosrc end, c.is_read
        from (
            select refobjid, bool_or(classid not in ('pg_trigger'::regclass, 'pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_class'::regclass)) as is_read
            from pg_catalog.pg_depend
            where refclassid = 'pg_proc'::regclass and refobjid >= 16384 and classid not in ('pg_proc'::regclass, 'pg_event_trigger'::regclass)
            group by refobjid
        ) c
        join pg_catalog.pg_proc p on p.oid = c.refobjid
        join pg_catalog.pg_language l on l.oid = p.prolang
        where not exists (select from pg_catalog.pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
        union all
        select null, true
        where exists (
            select from pg_catalog.pg_rewrite r
            where r.oid >= 16384 and r.ev_action::text ~ (
                select ':funcid (' || string_agg(oid::text, '|') || ') '
                from pg_catalog.pg_proc
                where pronamespace = 'pg_catalog'::regnamespace
                    and (proname in ('set_config', 'setseed', 'nextval', 'setval') or proname like 'pg\_%advisory\_lock%' or proname like 'lo\_%' or proname like 'query\_to\_xml%')))
        limit {Most + 1}
        """;

    public static async ValueTask<IReadOnlyList<HiddenRoutine>> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException)
        {
            // A server that speaks the protocol and has another catalogue.
            return [new HiddenRoutine(null, IsRead: true)];
        }
    }

    private static async ValueTask<IReadOnlyList<HiddenRoutine>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var routines = new List<HiddenRoutine>();
        var command = new NpgsqlCommand(Text, connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var isReadable = !await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false);
                    routines.Add(new HiddenRoutine(isReadable ? reader.GetString(0) : null, reader.GetBoolean(1)));
                }
            }
        }

        return routines.Count <= Most ? routines : [new HiddenRoutine(null, IsRead: true)];
    }
}
