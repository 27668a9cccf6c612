namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>What is in a database.</summary>
internal static class PostgreSqlObjects
{
    /// <inheritdoc cref="Dialects.RunnerDialect.SomeObjects"/>
    public static SqlStatement Some(string? schema, string table)
        => $"""
            select o.kind || ' ' || n.nspname || '.' || o.name
            from (
              select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table' when 'c' then 'type' else 'table' end as kind,
                c.relname as name, c.relnamespace as namespace, 'pg_class'::regclass as catalog, c.oid as oid
              from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')
              union all select 'routine', p.proname, p.pronamespace, 'pg_proc'::regclass, p.oid from pg_proc p
              union all select 'type', t.typname, t.typnamespace, 'pg_type'::regclass, t.oid from pg_type t where t.typtype in ('e', 'd', 'r')) o
            join pg_namespace n on n.oid = o.namespace
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and has_schema_privilege(n.oid, 'usage')
              and ({schema}::text is null or n.nspname = {schema}::text or n.nspname = any(current_schemas(false)))
              and o.name !~ '^dataaccess_' and o.name not in ({table}, {table + "_steps"})
              and not exists (select 1 from pg_depend d where d.classid = o.catalog and d.objid = o.oid and d.deptype = 'e')
            order by o.kind = 'table' desc, 1 limit 6
            """;
}
