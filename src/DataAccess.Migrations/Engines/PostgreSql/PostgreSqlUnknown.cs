using DataAccess.Migrations.Snapshots;
using static DataAccess.Migrations.Engines.PostgreSql.PostgreSqlCatalog;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Names what is in a schema and is not read: each kind of object of the catalogue that the other queries leave out.</summary>
internal static class PostgreSqlUnknown
{
    public static string Query { get; } =
        $"""
        select 'foreign table ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f' and {Own("pg_class", "c.oid")}
        union all select 'typed table ' || c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.reloftype <> 0 and {Own("pg_class", "c.oid")}
        union all select 'invalid index ' || x.indexrelid::regclass from pg_index x join pg_class c on c.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'i' and not x.indisvalid and {Own("pg_class", "c.oid")}
        union all select 'base type ' || format_type(t.oid, null) from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'b' and t.typcategory <> 'A' and {Own("pg_type", "t.oid")}
        union all select 'shell type ' || format_type(t.oid, null) from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'p' and {Own("pg_type", "t.oid")}
        union all select 'operator ' || o.oid::regoperator from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where {Own("pg_operator", "o.oid")}
        union all select format('operator class %I.%I using %I', n.nspname, o.opcname, m.amname) from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace join pg_am m on m.oid = o.opcmethod where {Own("pg_opclass", "o.oid")}
        union all select format('operator family %I.%I using %I', n.nspname, o.opfname, m.amname) from pg_opfamily o join pg_namespace n on n.oid = o.opfnamespace join pg_am m on m.oid = o.opfmethod where {Own("pg_opfamily", "o.oid")}
        union all select 'conversion ' || format('%I.%I', n.nspname, o.conname) from pg_conversion o join pg_namespace n on n.oid = o.connamespace where {Own("pg_conversion", "o.oid")}
        union all select 'text search configuration ' || format('%I.%I', n.nspname, o.cfgname) from pg_ts_config o join pg_namespace n on n.oid = o.cfgnamespace where {Own("pg_ts_config", "o.oid")}
        union all select 'text search dictionary ' || format('%I.%I', n.nspname, o.dictname) from pg_ts_dict o join pg_namespace n on n.oid = o.dictnamespace where {Own("pg_ts_dict", "o.oid")}
        union all select 'text search parser ' || format('%I.%I', n.nspname, o.prsname) from pg_ts_parser o join pg_namespace n on n.oid = o.prsnamespace where {Own("pg_ts_parser", "o.oid")}
        union all select 'text search template ' || format('%I.%I', n.nspname, o.tmplname) from pg_ts_template o join pg_namespace n on n.oid = o.tmplnamespace where {Own("pg_ts_template", "o.oid")}
        union all select format('cast (%s as %s)', format_type(o.castsource, null), format_type(o.casttarget, null)) from pg_cast o where {Apart("pg_cast")} and not exists (select 1 from pg_depend i where i.classid = 'pg_cast'::regclass and i.objid = o.oid and i.deptype = 'i')
        union all select format('transform for %s language %I', format_type(o.trftype, null), l.lanname) from pg_transform o join pg_language l on l.oid = o.trflang where {Apart("pg_transform")}
        union all select 'language ' || quote_ident(o.lanname) from pg_language o where {Apart("pg_language")}
        union all select 'access method ' || quote_ident(o.amname) from pg_am o where {Apart("pg_am")}
        union all select 'foreign data wrapper ' || quote_ident(o.fdwname) from pg_foreign_data_wrapper o where {Apart("pg_foreign_data_wrapper")}
        union all select 'foreign server ' || quote_ident(o.srvname) from pg_foreign_server o where {Apart("pg_foreign_server")}
        union all select format('user mapping for %s server %I', case o.umuser when 0 then 'public' else quote_ident(pg_get_userbyid(o.umuser)) end, o.srvname) from pg_user_mappings o
        union all select 'publication ' || quote_ident(o.pubname) from pg_publication o
        union all select 'subscription ' || quote_ident(o.subname) from pg_subscription o where o.subdbid = (select d.oid from pg_database d where d.datname = current_database())
        union all select format('security label of %s on %s %s', o.provider, o.objtype, o.objname) from pg_seclabels o where o.objtype not in ('database', 'role', 'tablespace', 'large object')
        union all select format('{SnapshotDialect.DefaultPrivileges}%I%s for %s', pg_get_userbyid(o.defaclrole), coalesce(' in schema ' || quote_ident(n.nspname), ''),
            case o.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' when 'n' then 'schemas' else 'large objects' end)
          from pg_default_acl o left join pg_namespace n on n.oid = o.defaclnamespace
        order by 1
        """;

    /// <summary>Holds for what is in no schema, is not the server's own, and no part of an extension.</summary>
    private static string Apart(string catalog) => $"o.oid >= 16384 and not exists (select 1 from pg_depend e where e.classid = '{catalog}'::regclass and e.objid = o.oid and e.deptype = 'e')";
}
