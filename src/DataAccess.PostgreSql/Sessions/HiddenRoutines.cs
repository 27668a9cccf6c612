using DataAccess.PostgreSql.Sql;
using DataAccess.Providers;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The functions that PostgreSQL runs for triggers, views, policies, defaults, constraints, domains, operators, casts and expressions
/// that look like a column of a row: user-defined functions with their bodies, and those functions of the server and of extensions that
/// may change something. A function of the server is returned as a call of it, which is checked by
/// <see cref="PostgreSqlFunctions.Harmless"/> like any other.
/// </summary>
internal static class HiddenRoutines
{
    /// <summary>The most that are read. If there are more, one that cannot be read stands for all of them.</summary>
    private const int Most = 500;

    /// <summary>
    /// Extensions whose functions do not change the session or reach outside the database. An unknown extension may do both, as dblink
    /// does, or run a text passed to it, as tablefunc does.
    /// </summary>
    private static readonly string[] TrustedExtensions =
    [
        "address_standardizer", "amcheck", "autoinc", "bloom", "btree_gin", "btree_gist", "citext", "cube", "dict_int", "dict_xsyn", "earthdistance",
        "fuzzystrmatch", "h3", "hll", "hstore", "insert_username", "intagg", "intarray", "ip4r", "isn", "lo", "ltree", "moddatetime", "pageinspect",
        "periods", "pg_bigm", "pg_buffercache", "pg_freespacemap", "pg_stat_statements", "pg_trgm", "pg_uuidv7", "pg_visibility", "pgcrypto",
        "pgroonga", "pgrowlocks", "pgstattuple", "postgis", "postgis_raster", "postgis_sfcgal", "postgis_topology", "prefix", "refint", "rum", "seg",
        "semver", "sslinfo", "tcn", "tdigest", "timescaledb", "topn", "tsm_system_rows", "tsm_system_time", "unaccent", "uuid-ossp", "vector",
    ];

    // The first user-created object has the OID 16384. pg_depend contains the user-defined functions that a user's object calls. It does
    // not contain the server's functions (they are pinned), but their OIDs are in the stored expressions:
    // https://github.com/postgres/postgres/blob/master/src/include/nodes/primnodes.h (FuncExpr). Indexes, partition keys, generated columns
    // and publication filters are not examined: the server accepts only immutable functions there, and its own immutable functions change
    // nothing. nextval in a default is like an identity column, which leaves lastval() too. A function of a row may be called as if it were
    // the row's column: https://www.postgresql.org/docs/18/sql-expressions.html#SQL-EXPRESSIONS-FUNCTION-CALLS
    private static readonly string Text = $$"""
        with members (classid, objid, extension) as materialized (
            select d.classid, d.objid, x.extname
            from pg_catalog.pg_depend d join pg_catalog.pg_extension x on x.oid = d.refobjid
            where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
        ), trees (classid, objid, tree, is_read) as (
            select 'pg_class'::regclass, adrelid, adbin::text, false from pg_catalog.pg_attrdef
            union all
            select case contypid when 0 then 'pg_class'::regclass else 'pg_type'::regclass end, case contypid when 0 then conrelid else contypid end, conbin::text, contypid <> 0
            from pg_catalog.pg_constraint where contype = 'c'
            union all
            select 'pg_type'::regclass, oid, typdefaultbin::text, true from pg_catalog.pg_type where typdefaultbin is not null
            union all
            select 'pg_class'::regclass, tgrelid, tgqual::text, false from pg_catalog.pg_trigger where tgqual is not null
            union all
            select 'pg_class'::regclass, polrelid, concat(polqual, polwithcheck), true from pg_catalog.pg_policy
            union all
            select 'pg_class'::regclass, ev_class, concat(ev_action, ev_qual), ev_type = '1' from pg_catalog.pg_rewrite where oid >= 16384
            union all
            select 'pg_proc'::regclass, oid, proargdefaults::text, true from pg_catalog.pg_proc where oid >= 16384 and proargdefaults is not null
            union all
            select 'pg_class'::regclass, stxrelid, stxexprs::text, false from pg_catalog.pg_statistic_ext where stxexprs is not null
        ), calls (routine, is_read) as (
            select split_part(part, ' ', 1), bool_or(is_read)
            from trees, unnest(string_to_array(tree, ':funcid ')) part
            where (classid, objid) not in (select classid, objid from members)
            group by 1
            union all
            select oprcode::oid::text, true from pg_catalog.pg_operator where oid >= 16384
            union all
            select castfunc::text, true from pg_catalog.pg_cast where oid >= 16384
        )
        select case when l.lanname in ('plpgsql', 'sql') and p.prosqlbody is null and m.objid is null then p.prosrc end, c.is_read
        from (
            select refobjid, bool_or(case classid
                when 'pg_trigger'::regclass then false
                when 'pg_class'::regclass then false
                when 'pg_attrdef'::regclass then false
                when 'pg_constraint'::regclass then (select contypid <> 0 from pg_catalog.pg_constraint k where k.oid = d.objid)
                else true end) as is_read
            from pg_catalog.pg_depend d
            where refclassid = 'pg_proc'::regclass and refobjid >= 16384 and classid <> 'pg_event_trigger'::regclass
                and (classid <> 'pg_proc'::regclass or exists (select from pg_catalog.pg_proc f where f.oid = d.objid and f.proargdefaults is not null))
                and (classid, objid) not in (select classid, objid from members)
            group by refobjid
            union
            select f.oid, true
            from pg_catalog.pg_proc f
            where f.oid >= 16384 and f.prokind = 'f' and f.pronargs > 0 and f.pronargs - f.pronargdefaults < 2 and exists (
                select from pg_catalog.pg_type t
                left join pg_catalog.pg_type b on b.oid = t.typbasetype
                where t.oid = f.proargtypes[0] and (t.typtype = 'c' or b.typtype = 'c' or t.typname in ('record', 'anyelement', 'anynonarray', 'anycompatible', 'anycompatiblenonarray')))
        ) c
        join pg_catalog.pg_proc p on p.oid = c.refobjid
        join pg_catalog.pg_language l on l.oid = p.prolang
        left join members m on m.classid = 'pg_proc'::regclass and m.objid = p.oid
        where m.extension is null or m.extension <> all ('{{{string.Join(',', TrustedExtensions)}}}')
        union all
        select 'select pg_catalog.' || quote_ident(p.proname) || case p.pronargs when 0 then '()' else '(1)' end, c.is_read
        from calls c
        join pg_catalog.pg_proc p on p.oid::text = c.routine
        where p.oid < 16384 and p.pronamespace = 'pg_catalog'::regnamespace and p.provolatile <> 'i' and (c.is_read or p.proname <> 'nextval')
        limit {{Most + 1}}
        """;

    public static async ValueTask<IReadOnlyList<HiddenRoutine>> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException)
        {
            // A server that speaks the protocol but has another catalog.
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
