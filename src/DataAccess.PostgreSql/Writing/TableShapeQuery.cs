using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>Asks the server for a <see cref="TableShape"/>.</summary>
internal static class TableShapeQuery
{
    /// <summary>A scalar: the columns of the table <c>$1</c> with their types, and whatever decides which way rows may go.</summary>
    private const string Signature = """
        select coalesce(string_agg(s.attnum || ' ' || s.attname || ' ' || s.atttypid || ' ' || s.atttypmod || s.attgenerated::text || s.attidentity::text, ',' order by s.attnum), '')
               || coalesce((select ' ' || k.relkind::text || k.relhasrules || row_security_active(k.oid)
                   || exists (select from pg_trigger g where g.tgrelid = k.oid and not g.tgisinternal and g.tgtype & 7 = 7)
                   from pg_class k where k.oid = to_regclass($1)), '')
        from pg_attribute s where s.attrelid = to_regclass($1) and s.attnum > 0 and not s.attisdropped
        """;

    /// <summary>
    /// Fails where the table <c>$1</c> no longer has the signature <c>$2</c>. An error and not an answer, so that a COMMIT that is
    /// sent in the same breath is not run.
    /// </summary>
    public const string Check = $"select 1 / (({Signature}) = $2)::int";

    // A domain is described as the type it stands for. Bits 1, 2 and 4 of tgtype: for each row, before, insert.
    private const string Describe = $"""
        select a.attname, format_type(b.oid, -1),
               case when b.typtype = 'e' or b.typname = 'citext' then 'text'
                    when b.typtype = 'b' and b.typnamespace = 'pg_catalog'::regnamespace then b.typname::text end,
               a.attgenerated <> '' or a.attidentity = 'a',
               c.relkind in ('r', 'p') and not c.relhasrules and not row_security_active(c.oid),
               c.relkind = 'r' and not c.relhasrules
                   and not exists (select from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal and g.tgtype & 7 = 7),
               ({Signature})
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid
        join pg_type t on t.oid = a.atttypid
        join pg_type b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
        where c.oid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
        """;

    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table's name, quoted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<TableShape> RunAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, ColumnShape>(StringComparer.Ordinal);
        var shape = new TableShape(columns, TakesCopy: false, KeepsValues: false, "");
        var command = new NpgsqlCommand(Describe, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = table } } };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var copyType = reader.IsDBNull(2) ? null : reader.GetString(2);
                    columns.Add(reader.GetString(0), new ColumnShape(reader.GetString(0), reader.GetString(1), copyType, reader.GetBoolean(3)));
                    shape = shape with { TakesCopy = reader.GetBoolean(4), KeepsValues = reader.GetBoolean(5), Signature = reader.GetString(6) };
                }
            }
        }

        return shape;
    }
}
