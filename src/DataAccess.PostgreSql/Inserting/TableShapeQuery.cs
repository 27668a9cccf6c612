using Npgsql;

namespace DataAccess.PostgreSql.Inserting;

/// <summary>Queries the server for a <see cref="TableShape"/>.</summary>
internal static class TableShapeQuery
{
    // Bits of tgtype: 1 for each row, 2 before, 4 insert, 16 update.
    private const string InsertTrigger = "not g.tgisinternal and g.tgtype & 7 = 7";
    private const string UpdateTrigger = "not g.tgisinternal and g.tgtype & 19 = 19";

    /// <summary>Whether rows may be swallowed by a partition's trigger, or on another server.</summary>
    private const string PartSwallows = $"""
        exists (select from pg_partition_tree(k.oid) p join pg_class pk on pk.oid = p.relid
            where pk.relkind = 'f' or exists (select from pg_trigger g where g.tgrelid = pk.oid and {InsertTrigger}))
        """;

    /// <summary>
    /// Whether a view leads to a table with rules, which apply as if it were written to directly, or to another server. Everything that the
    /// view reads is examined, including tables that no row reaches, in which case one unnecessary round trip is made.
    /// </summary>
    private const string LeadsToRules = """
        (k.relkind = 'v' and exists (
            with recursive reached(oid) as (
                select k.oid
                union
                select d.refobjid from reached r
                join pg_rewrite w on w.ev_class = r.oid
                join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass)
            select from reached r join pg_class c on c.oid = r.oid
            where c.relkind = 'f' or exists (select from pg_rewrite w where w.ev_class = c.oid and w.ev_type in ('2', '3'))))
        """;

    /// <summary>A scalar: the columns of the table <c>$1</c> with their types, and everything that the insert strategy depends on.</summary>
    private const string Signature = $"""
        select coalesce(string_agg(s.attnum || ' ' || s.attname || ' ' || s.atttypid || ' ' || s.atttypmod || s.attgenerated::text || s.attidentity::text, ',' order by s.attnum), '')
               || coalesce((select ' ' || k.relkind::text || k.relhasrules || row_security_active(k.oid)
                   || exists (select from pg_trigger g where g.tgrelid = k.oid and {InsertTrigger})
                   || exists (select from pg_trigger g where g.tgrelid = k.oid and {UpdateTrigger})
                   || {PartSwallows} || {LeadsToRules}
                   from pg_class k where k.oid = to_regclass($1)), '')
        from pg_attribute s where s.attrelid = to_regclass($1) and s.attnum > 0 and not s.attisdropped
        """;

    /// <summary>
    /// Fails if the table <c>$1</c> no longer has the signature <c>$2</c>. It is an error and not a result, so that a COMMIT that is
    /// sent in the same round trip is not run.
    /// </summary>
    public const string Check = $"select 1 / (({Signature}) = $2)::int";

    // A domain is described by its base type.
    private const string Describe = $"""
        select a.attname, format_type(b.oid, -1),
               case when b.typtype = 'e' or b.typname = 'citext' then 'text'
                    when b.typtype = 'b' and b.typnamespace = 'pg_catalog'::regnamespace then b.typname::text end,
               a.attgenerated <> '' or a.attidentity = 'a',
               k.relkind in ('r', 'p') and not k.relhasrules and not row_security_active(k.oid) and not k.drops_inserts and not {PartSwallows},
               k.relkind = 'r' and not k.relhasrules and not k.drops_inserts,
               ({Signature}),
               (select n.nspname from pg_namespace n where n.oid = k.relnamespace),
               k.relkind = 'f' or exists (select from pg_rewrite w where w.ev_class = k.oid and w.ev_type in ('2', '3')) or {LeadsToRules},
               k.relkind <> 'r' or k.relhasrules or k.drops_inserts,
               k.drops_updates
        from (select c.*, exists (select from pg_trigger g where g.tgrelid = c.oid and {InsertTrigger}) as drops_inserts,
                  exists (select from pg_trigger g where g.tgrelid = c.oid and {UpdateTrigger}) as drops_updates
              from pg_class c where c.oid = to_regclass($1)) k
        join pg_attribute a on a.attrelid = k.oid
        join pg_type t on t.oid = a.atttypid
        join pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
        where a.attnum > 0 and not a.attisdropped
        """;

    /// <summary>
    /// A condition that fails if the table may swallow rows by now. It is evaluated once per statement, under the lock that prevents
    /// triggers and rules from being created. Most tables have no triggers, which their row in pg_class shows.
    /// </summary>
    /// <param name="table">The table's name, quoted.</param>
    /// <param name="updates">Whether rows may overwrite others.</param>
    public static string Guard(string table, bool updates)
        => $"""
            1 / coalesce((select (k.relkind = 'r' and not k.relhasrules and (not k.relhastriggers
                or not exists (select from pg_trigger g where g.tgrelid = k.oid and ({InsertTrigger}{(updates ? " or " + UpdateTrigger : "")}))))::int
                from pg_class k where k.oid = '{table.Replace("'", "''", StringComparison.Ordinal)}'::regclass), 0) = 1
            """;

    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table's name, quoted.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async ValueTask<TableShape> RunAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, ColumnShape>(StringComparer.Ordinal);
        var shape = new TableShape(columns, "", TakesCopy: false, KeepsValues: false, StoredCheck.Transaction, StoredCheck.Transaction, "");
        var command = new NpgsqlCommand(Describe, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = table } } };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var copyType = reader.IsDBNull(2) ? null : reader.GetString(2);
                    columns.Add(reader.GetString(0), new ColumnShape(reader.GetString(1), copyType, reader.GetBoolean(3)));
                    var inserts = CheckFor(hasRules: reader.GetBoolean(8), maySwallow: reader.GetBoolean(9));
                    shape = shape with
                    {
                        TakesCopy = reader.GetBoolean(4),
                        KeepsValues = reader.GetBoolean(5),
                        Signature = reader.GetString(6),
                        Schema = reader.GetString(7),
                        Inserts = inserts,
                        Updates = inserts == StoredCheck.Guarded && reader.GetBoolean(10) ? StoredCheck.Counted : inserts,
                    };
                }
            }
        }

        return shape;
    }

    private static StoredCheck CheckFor(bool hasRules, bool maySwallow)
        => hasRules ? StoredCheck.Transaction : maySwallow ? StoredCheck.Counted : StoredCheck.Guarded;
}
