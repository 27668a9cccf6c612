namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>The queries that read a schema. Each gives kind, id, name, the statements that make and remove the object, its table's id and what cannot be replaced.</summary>
internal static class PostgreSqlCatalog
{
    /// <summary>The statement of the schema that every new database has.</summary>
    public const string Public = "create schema if not exists public";

    /// <summary>The statement for a database where it was dropped.</summary>
    private const string WithoutPublic = "drop schema if exists public";

    /// <summary>Holds for schemas of users.</summary>
    private const string Mine = "(n.nspname !~ '^pg_' and n.nspname <> 'information_schema')";

    /// <summary>Holds for what a user made, and not an extension.</summary>
    public static string Own(string catalog, string oid)
        => $"{Mine} and not exists (select 1 from pg_depend e where e.classid = '{catalog}'::regclass and e.objid = {oid} and e.deptype = 'e')";

    public static IReadOnlyList<string> Objects { get; } =
    [
        $"""
        select 'schema', 'pg_namespace:' || n.oid, quote_ident(n.nspname), format('create schema if not exists %I', n.nspname), format('drop schema %I', n.nspname), null, null
        from pg_namespace n where {Own("pg_namespace", "n.oid")}
        union all select 'schema', 'pg_namespace:public', 'public', '{WithoutPublic}', 'create schema public', null, null where not exists (select 1 from pg_namespace where nspname = 'public')
        """,
        """
        select 'extension', 'pg_extension:' || e.oid, quote_ident(e.extname), format('create extension if not exists %I with schema %I', e.extname, n.nspname), format('drop extension %I', e.extname), null, null
        from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'
        """,
        $"""
        select 'collation', 'pg_collation:' || c.oid, format('%I.%I', n.nspname, c.collname),
          format('create collation %I.%I (provider = %s, %sdeterministic = %s)', n.nspname, c.collname, case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
            case when c.collprovider = 'c' then format('lc_collate = %L, lc_ctype = %L, ', c.collcollate, c.collctype) else format('locale = %L, ', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale'))
              || coalesce('rules = ' || quote_literal(to_jsonb(c) ->> 'collicurules') || ', ', '') end, case when c.collisdeterministic then 'true' else 'false' end),
          format('drop collation %I.%I', n.nspname, c.collname), null, null
        from pg_collation c join pg_namespace n on n.oid = c.collnamespace where {Own("pg_collation", "c.oid")}
        """,
        $"""
        select case t.typtype when 'd' then 'domain' else 'type' end, 'pg_type:' || t.oid, format('%I.%I', n.nspname, t.typname),
          case t.typtype
            when 'e' then format(E'create type %I.%I as enum (%s\n)', n.nspname, t.typname, (select string_agg(E'\n    ' || quote_literal(l.enumlabel), ',' order by l.enumsortorder) from pg_enum l where l.enumtypid = t.oid))
            when 'd' then format('create domain %I.%I as %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
              || case when t.typcollation <> b.typcollation then (select format(' collate %I.%I', cn.nspname, co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = t.typcollation) else '' end
              || coalesce(' default ' || pg_get_expr(t.typdefaultbin, 0), ' default ' || quote_literal(t.typdefault), '') || case when t.typnotnull then ' not null' else '' end
              || coalesce((select string_agg(format(E'\n    constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname) from pg_constraint k where k.contypid = t.oid and k.contype = 'c' and k.convalidated), '')
            when 'c' then format(E'create type %I.%I as (%s\n)', n.nspname, t.typname, (select string_agg(format(E'\n    %I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                case when a.attcollation <> at.typcollation then (select format(' collate %I.%I', cn.nspname, co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) else '' end), ',' order by a.attnum)
              from pg_attribute a join pg_type at on at.oid = a.atttypid where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped))
            else format('create type %I.%I as range (subtype = %s', n.nspname, t.typname, format_type(r.rngsubtype, null))
              || (select format(', subtype_opclass = %I.%I', o.nspname, oc.opcname) from pg_opclass oc join pg_namespace o on o.oid = oc.opcnamespace where oc.oid = r.rngsubopc)
              || coalesce((select format(', collation = %I.%I', cn.nspname, co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = r.rngcollation), '')
              || case when r.rngcanonical <> 0 then ', canonical = ' || r.rngcanonical::regproc else '' end || case when r.rngsubdiff <> 0 then ', subtype_diff = ' || r.rngsubdiff::regproc else '' end
              || (select format(', multirange_type_name = %I.%I)', mn.nspname, m.typname) from pg_type m join pg_namespace mn on mn.oid = m.typnamespace where m.oid = r.rngmultitypid)
          end,
          format('drop %s %I.%I', case t.typtype when 'd' then 'domain' else 'type' end, n.nspname, t.typname), null, null
        from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_type b on b.oid = t.typbasetype left join pg_range r on r.rngtypid = t.oid left join pg_class c on c.oid = t.typrelid
        where {Own("pg_type", "t.oid")} and t.typtype in ('e', 'd', 'c', 'r') and (t.typtype <> 'c' or c.relkind = 'c')
        """,
        $"""
        select 'domain constraint', 'pg_constraint:' || k.oid, format('%I on %I.%I', k.conname, n.nspname, t.typname), format('alter domain %I.%I add constraint %I %s', n.nspname, t.typname, k.conname, pg_get_constraintdef(k.oid)),
          format('alter domain %I.%I drop constraint %I', n.nspname, t.typname, k.conname), 'pg_type:' || t.oid, null
        from pg_constraint k join pg_type t on t.oid = k.contypid join pg_namespace n on n.oid = t.typnamespace where {Own("pg_type", "t.oid")} and k.contype = 'c' and not k.convalidated
        """,
        $"""
        select 'sequence', 'pg_class:' || c.oid, format('%I.%I', n.nspname, c.relname),
          format('create %ssequence %I.%I as %s start with %s increment by %s minvalue %s maxvalue %s cache %s%s', case c.relpersistence when 'u' then 'unlogged ' else '' end, n.nspname, c.relname,
            format_type(s.seqtypid, null), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' cycle' else ' no cycle' end),
          format('drop sequence %I.%I', n.nspname, c.relname), null, null
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
        where {Own("pg_class", "c.oid")} and not exists (select 1 from pg_depend i where i.classid = 'pg_class'::regclass and i.objid = c.oid and i.deptype = 'i')
        """,
        $"""
        select 'sequence owner', 'owner:' || c.oid, format('%I.%I', n.nspname, c.relname), format('alter sequence %I.%I owned by %s.%I', n.nspname, c.relname, d.refobjid::regclass, a.attname),
          format('alter sequence %I.%I owned by none', n.nspname, c.relname), 'pg_class:' || d.refobjid, 'pg_class:' || c.oid
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'a'
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where {Own("pg_class", "c.oid")} and c.relkind = 'S'
        """,
        $"""
        select case p.prokind when 'p' then 'procedure' else 'function' end, 'pg_proc:' || p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), rtrim(pg_get_functiondef(p.oid), E'\n'),
          format('drop %s %I.%I(%s)', case p.prokind when 'p' then 'procedure' else 'function' end, n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), null,
          concat_ws(' ', pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), p.prokind)
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace where {Own("pg_proc", "p.oid")} and p.prokind <> 'a'
          and not exists (select 1 from pg_depend i where i.classid = 'pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')
        """,
        $"""
        select 'aggregate', 'pg_proc:' || p.oid, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
          format('create aggregate %I.%I(%s) (%s)', n.nspname, p.proname, case when p.pronargs = 0 then '*' else pg_get_function_arguments(p.oid) end, concat_ws(', ',
            format('sfunc = %s, stype = %s', a.aggtransfn::regproc, format_type(a.aggtranstype, null)), case when a.aggtransspace > 0 then 'sspace = ' || a.aggtransspace end,
            case when a.aggfinalfn <> 0 then 'finalfunc = ' || a.aggfinalfn::regproc end, case when a.aggfinalextra then 'finalfunc_extra' end,
            case when a.aggfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end then 'finalfunc_modify = ' || case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end end,
            case when a.aggcombinefn <> 0 then 'combinefunc = ' || a.aggcombinefn::regproc end, case when a.aggserialfn <> 0 then 'serialfunc = ' || a.aggserialfn::regproc end,
            case when a.aggdeserialfn <> 0 then 'deserialfunc = ' || a.aggdeserialfn::regproc end, 'initcond = ' || quote_literal(a.agginitval),
            case when a.aggmtransfn <> 0 then format('msfunc = %s, minvfunc = %s, mstype = %s', a.aggmtransfn::regproc, a.aggminvtransfn::regproc, format_type(a.aggmtranstype, null)) end,
            case when a.aggmtransspace > 0 then 'msspace = ' || a.aggmtransspace end, case when a.aggmfinalfn <> 0 then 'mfinalfunc = ' || a.aggmfinalfn::regproc end,
            case when a.aggmfinalextra then 'mfinalfunc_extra' end, 'minitcond = ' || quote_literal(a.aggminitval),
            case when a.aggsortop <> 0 then (select format('sortop = operator(%I.%s)', o.nspname, op.oprname) from pg_operator op join pg_namespace o on o.oid = op.oprnamespace where op.oid = a.aggsortop) end,
            case when a.aggkind = 'h' then 'hypothetical' end, case p.proparallel when 's' then 'parallel = safe' when 'r' then 'parallel = restricted' end)),
          format('drop aggregate %I.%I(%s)', n.nspname, p.proname, case when p.pronargs = 0 then '*' else pg_get_function_identity_arguments(p.oid) end), null, null
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_aggregate a on a.aggfnoid = p.oid where {Own("pg_proc", "p.oid")}
        """,
        $"""
        select 'default', 'pg_attrdef:' || d.oid, format('%I on %I.%I', a.attname, n.nspname, c.relname), format('alter table only %I.%I alter column %I set default %s', n.nspname, c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)),
          format('alter table only %I.%I alter column %I drop default', n.nspname, c.relname, a.attname), 'pg_class:' || c.oid, null
        from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
        where {Own("pg_class", "c.oid")} and a.attgenerated = '' and {SeparateDefault}
        """,
        $"""
        select 'partition', 'partition:' || c.oid, format('%I.%I', n.nspname, c.relname), format('alter table only %s attach partition %I.%I %s', i.inhparent::regclass, n.nspname, c.relname, pg_get_expr(c.relpartbound, c.oid)),
          format('alter table only %s detach partition %I.%I', i.inhparent::regclass, n.nspname, c.relname), 'pg_class:' || c.oid, 'pg_class:' || i.inhparent
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid where {Own("pg_class", "c.oid")} and c.relkind in ('r', 'p') and c.relispartition
        """,
        $"""
        select case c.relkind when 'v' then 'view' else 'materialized view' end, 'pg_class:' || c.oid, format('%I.%I', n.nspname, c.relname),
          format(E'create %s %I.%I%s as\n%s%s', case c.relkind when 'v' then 'view' else 'materialized view' end, n.nspname, c.relname, ' with (' || array_to_string(c.reloptions, ', ') || ')', rtrim(pg_get_viewdef(c.oid), ';'),
            case when c.relkind = 'm' and not c.relispopulated then E'\nwith no data' else '' end),
          format('drop %s %I.%I', case c.relkind when 'v' then 'view' else 'materialized view' end, n.nspname, c.relname), null, null
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where {Own("pg_class", "c.oid")} and c.relkind in ('v', 'm')
        """,
        $"""
        select case k.contype when 'f' then 'foreign key' else 'constraint' end, 'pg_constraint:' || k.oid, format('%I on %I.%I', k.conname, n.nspname, c.relname),
          format('alter table %s%I.%I add constraint %I %s', case when k.contype in ('p', 'u', 'x') then 'only ' else '' end, n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)),
          format('alter table %I.%I drop constraint %I', n.nspname, c.relname, k.conname), 'pg_class:' || c.oid, null
        from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
        where {Own("pg_class", "c.oid")} and ((k.contype in ('p', 'u', 'x')) or (k.contype = 'f' and k.conparentid = 0) or (k.contype = 'c' and k.conislocal) or (k.contype = 'n' and (not k.convalidated or (k.conislocal and not c.relispartition and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attnum = k.conkey[1] and not a.attislocal)))))
        """,
        $"""
        select 'index', 'pg_class:' || x.indexrelid, format('%I.%I', n.nspname, c.relname), pg_get_indexdef(x.indexrelid), format('drop index %I.%I', n.nspname, c.relname), 'pg_class:' || x.indrelid, null
        from pg_index x join pg_class c on c.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace
        where {Own("pg_class", "c.oid")} and (x.indisvalid or c.relkind = 'I') and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
        """,
        $"""
        select 'index partition', 'attach:' || c.oid, format('%I.%I', n.nspname, c.relname), format('alter index %s attach partition %I.%I', i.inhparent::regclass, n.nspname, c.relname), '', 'pg_class:' || x.indrelid, 'pg_class:' || i.inhparent
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid join pg_index x on x.indexrelid = c.oid where {Own("pg_class", "c.oid")} and (x.indisvalid or c.relkind = 'I')
        """,
        $"""
        select 'trigger', 'pg_trigger:' || t.oid, format('%I on %I.%I', t.tgname, n.nspname, c.relname), pg_get_triggerdef(t.oid), format('drop trigger %I on %I.%I', t.tgname, n.nspname, c.relname), 'pg_class:' || c.oid, null
        from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where {Own("pg_class", "c.oid")} and not t.tgisinternal and t.tgparentid = 0
        """,
        $"""
        select 'rule', 'pg_rewrite:' || r.oid, format('%I on %I.%I', r.rulename, n.nspname, c.relname), rtrim(pg_get_ruledef(r.oid), ';'), format('drop rule %I on %I.%I', r.rulename, n.nspname, c.relname), 'pg_class:' || c.oid, null
        from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where {Own("pg_class", "c.oid")} and r.rulename <> '_RETURN'
        """,
        $"""
        select 'policy', 'pg_policy:' || p.oid, format('%I on %I.%I', p.polname, n.nspname, c.relname),
          format('create policy %I on %I.%I as %s for %s to %s', p.polname, n.nspname, c.relname, case when p.polpermissive then 'permissive' else 'restrictive' end,
            case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
            (select string_agg(case when r = 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', ' order by pg_get_userbyid(r)) from unnest(p.polroles) r))
            || coalesce(' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''),
          format('drop policy %I on %I.%I', p.polname, n.nspname, c.relname), 'pg_class:' || c.oid, null
        from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where {Own("pg_class", "c.oid")}
        """,
        $"""
        select 'statistics', 'pg_statistic_ext:' || s.oid, format('%I.%I', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid), format('drop statistics %I.%I', n.nspname, s.stxname), 'pg_class:' || s.stxrelid, null
        from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where {Own("pg_statistic_ext", "s.oid")}
        """,
        """
        select 'event trigger', 'pg_event_trigger:' || t.oid, quote_ident(t.evtname),
          format('create event trigger %I on %I%s execute function %s()', t.evtname, t.evtevent, ' when tag in (' || (select string_agg(quote_literal(g), ', ' order by g) from unnest(t.evttags) g) || ')', t.evtfoid::regproc),
          format('drop event trigger %I', t.evtname), null, null
        from pg_event_trigger t where not exists (select 1 from pg_depend e where e.classid = 'pg_event_trigger'::regclass and e.objid = t.oid and e.deptype = 'e')
        """,
    ];

    /// <summary>Holds for a default that stands by itself: of an inherited column or of a view, or one that calls a user's function, which may need the table.</summary>
    public const string SeparateDefault = """
        (c.relkind = 'v' or not a.attislocal or exists (select 1 from pg_depend f where f.classid = 'pg_attrdef'::regclass and f.objid = d.oid and f.refclassid = 'pg_proc'::regclass and f.refobjid >= 16384))
        """;

    /// <summary>The tables: id, name, what stands around the columns, and what it inherits from.</summary>
    public static string Tables { get; } =
        $"""
        select 'pg_class:' || c.oid, format('%I.%I', n.nspname, c.relname), case c.relpersistence when 'u' then 'unlogged ' else '' end,
          concat(case when not c.relispartition then (select ' inherits (' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) || ')' from pg_inherits i where i.inhrelid = c.oid) end,
            ' partition by ' || pg_get_partkeydef(c.oid), ' using ' || nullif(am.amname, 'heap')),
          array_to_string(c.reloptions || (select array_agg('toast.' || o) from unnest(tc.reloptions) o), ', '),
          c.relrowsecurity, c.relforcerowsecurity, case c.relreplident when 'f' then 'full' when 'n' then 'nothing'
            when 'i' then (select format('using index %I', ic.relname) from pg_index x join pg_class ic on ic.oid = x.indexrelid where x.indrelid = c.oid and x.indisreplident) end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_am am on am.oid = c.relam left join pg_class tc on tc.oid = c.reltoastrelid
        where {Own("pg_class", "c.oid")} and c.relkind in ('r', 'p') and c.reloftype = 0
        """;

    /// <summary>The columns of tables: the table's id, name, type, NOT NULL, default, generated, identity, and settings.</summary>
    public static string Columns { get; } =
        $"""
        select 'pg_class:' || c.oid, quote_ident(a.attname),
          format_type(a.atttypid, a.atttypmod) || case when a.attcollation <> t.typcollation then (select format(' collate %I.%I', cn.nspname, co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation) else '' end,
          case when a.attnotnull and coalesce(k.convalidated and (k.conislocal or c.relispartition), true) then case when k.conname <> c.relname || '_' || a.attname || '_not_null' then format('constraint %I ', k.conname) else '' end || 'not null' || case when k.connoinherit then ' no inherit' else '' end end,
          case when a.attgenerated = '' and not {SeparateDefault} then pg_get_expr(d.adbin, d.adrelid) end,
          case when a.attgenerated <> '' then format('(%s) %s', pg_get_expr(d.adbin, d.adrelid), case a.attgenerated when 's' then 'stored' else 'virtual' end) end,
          case when a.attidentity <> '' then (select format('generated %s as identity (%s)', case a.attidentity when 'a' then 'always' else 'by default' end,
              concat_ws(' ', case when sc.relname <> c.relname || '_' || a.attname || '_seq' then format('sequence name %I.%I', sn.nspname, sc.relname) end,
                format('start with %s increment by %s minvalue %s maxvalue %s cache %s%s', s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' cycle' else ' no cycle' end)))
            from pg_depend i join pg_sequence s on s.seqrelid = i.objid join pg_class sc on sc.oid = s.seqrelid join pg_namespace sn on sn.oid = sc.relnamespace
            where i.classid = 'pg_class'::regclass and i.refclassid = 'pg_class'::regclass and i.refobjid = c.oid and i.refobjsubid = a.attnum and i.deptype = 'i') end,
          case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
          case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end, case when a.attstattarget >= 0 then a.attstattarget::text end, array_to_string(a.attoptions, ', '), a.attislocal or c.relispartition,
          case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          left join pg_constraint k on k.conrelid = c.oid and k.contype = 'n' and k.conkey = array[a.attnum]
        where {Own("pg_class", "c.oid")} and c.relkind in ('r', 'p') and c.reloftype = 0 and a.attnum > 0 and not a.attisdropped
        order by c.oid, a.attnum
        """;

    /// <summary>Which object another one's entry in the catalogue belongs to.</summary>
    public const string Aliases = """
        select 'pg_rewrite:' || r.oid, 'pg_class:' || r.ev_class from pg_rewrite r where r.rulename = '_RETURN' and r.oid >= 16384
        union all select 'pg_attrdef:' || d.oid, 'pg_class:' || d.adrelid from pg_attrdef d where d.oid >= 16384
        union all select 'pg_type:' || t.oid, 'pg_class:' || t.typrelid from pg_type t join pg_class c on c.oid = t.typrelid where t.oid >= 16384 and c.relkind <> 'c'
        union all select 'pg_class:' || c.oid, 'pg_type:' || c.reltype from pg_class c where c.oid >= 16384 and c.relkind = 'c'
        union all select 'pg_type:' || t.oid, 'pg_type:' || t.typelem from pg_type t where t.oid >= 16384 and t.typelem >= 16384 and t.typcategory = 'A'
        union all select 'pg_type:' || r.rngmultitypid, 'pg_type:' || r.rngtypid from pg_range r where r.rngtypid >= 16384
        union all select 'pg_class:' || k.conindid, 'pg_constraint:' || k.oid from pg_constraint k where k.oid >= 16384 and k.contype in ('p', 'u', 'x')
        union all select 'pg_constraint:' || k.oid, 'pg_type:' || k.contypid from pg_constraint k where k.oid >= 16384 and k.contypid <> 0
        union all select 'pg_class:' || d.objid, 'pg_class:' || d.refobjid from pg_depend d where d.deptype = 'i' and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and exists (select 1 from pg_sequence s where s.seqrelid = d.objid)
        union all select 'pg_proc:' || d.objid, 'pg_type:' || d.refobjid from pg_depend d where d.deptype = 'i' and d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass
        """;

    /// <summary>What needs what, and what of it: a column, or with a star a whole row of a table or view.</summary>
    public const string Needs = """
        select distinct d.classid::regclass || ':' || d.objid, d.refclassid::regclass || ':' || d.refobjid,
          case when a.attname is not null then quote_ident(a.attname) when d.refclassid in ('pg_class'::regclass, 'pg_type'::regclass) and (d.deptype = 'n' or (d.deptype = 'a' and exists (select 1 from pg_index x where d.classid = 'pg_class'::regclass and x.indexrelid = d.objid))) then '*' end
        from pg_depend d left join pg_attribute a on d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.objid >= 16384 and d.deptype <> 'e'
        """;

    /// <summary>The comments: the entry's id, the column's name, what it is on where that is not the object itself, and the text as a literal.</summary>
    public const string Comments = """
        select d.classoid::regclass || ':' || d.objoid, (select quote_ident(a.attname) from pg_attribute a where d.classoid = 'pg_class'::regclass and a.attrelid = d.objoid and a.attnum = d.objsubid),
          case d.classoid when 'pg_class'::regclass then (select 'index ' || c.oid::regclass from pg_class c where c.oid = d.objoid and c.relkind in ('i', 'I'))
            when 'pg_constraint'::regclass then (select format('constraint %I on domain %s', k.conname, format_type(k.contypid, null)) from pg_constraint k where k.oid = d.objoid and k.contypid <> 0) end,
          quote_literal(d.description)
        from pg_description d where d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass and d.description <> 'standard public schema'
        """;

    /// <summary>States that are not in the creating statement: the object's id, the name, and what sets and resets it.</summary>
    public const string States = """
        select 'pg_trigger:' || t.oid, 'enabled', format('alter table %s %s trigger %I', t.tgrelid::regclass, case t.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, t.tgname), format('alter table %s enable trigger %I', t.tgrelid::regclass, t.tgname)
        from pg_trigger t where not t.tgisinternal and t.tgparentid = 0 and t.tgenabled <> 'O'
        union all select 'pg_rewrite:' || r.oid, 'enabled', format('alter table %s %s rule %I', r.ev_class::regclass, case r.ev_enabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, r.rulename), format('alter table %s enable rule %I', r.ev_class::regclass, r.rulename)
        from pg_rewrite r where r.rulename <> '_RETURN' and r.ev_enabled <> 'O'
        union all select 'pg_event_trigger:' || e.oid, 'enabled', format('alter event trigger %I %s', e.evtname, case e.evtenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end), format('alter event trigger %I enable', e.evtname)
        from pg_event_trigger e where e.evtenabled <> 'O'
        union all select coalesce('pg_constraint:' || k.oid, 'pg_class:' || x.indexrelid), 'cluster', format('alter table %s cluster on %I', x.indrelid::regclass, c.relname), format('alter table %s set without cluster', x.indrelid::regclass)
        from pg_index x join pg_class c on c.oid = x.indexrelid left join pg_constraint k on k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x') where x.indisclustered
        union all select 'pg_class:' || a.attrelid, 'statistics ' || a.attnum, format('alter index %s alter column %s set statistics %s', a.attrelid::regclass, a.attnum, a.attstattarget), format('alter index %s alter column %s set statistics -1', a.attrelid::regclass, a.attnum)
        from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relkind in ('i', 'I') and c.oid >= 16384 and a.attstattarget >= 0
        union all select 'pg_statistic_ext:' || s.oid, 'target', format('alter statistics %I.%I set statistics %s', n.nspname, s.stxname, s.stxstattarget), format('alter statistics %I.%I set statistics -1', n.nspname, s.stxname)
        from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where s.stxstattarget >= 0
        union all select 'pg_constraint:' || k.oid, 'replica identity', format('alter table only %s replica identity using index %I', x.indrelid::regclass, c.relname), format('alter table only %s replica identity default', x.indrelid::regclass)
        from pg_index x join pg_class c on c.oid = x.indexrelid join pg_constraint k on k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x') where x.indisreplident
        union all select 'pg_class:' || x.indexrelid, 'replica identity', format('alter table only %s replica identity using index %I', x.indrelid::regclass, c.relname), format('alter table only %s replica identity default', x.indrelid::regclass)
        from pg_index x join pg_class c on c.oid = x.indexrelid where x.indisreplident and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid)
        order by 1, 2
        """;
}
