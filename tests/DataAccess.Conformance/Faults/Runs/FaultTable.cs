using System.Data.Common;
using System.Globalization;
using DataAccess.Providers;

namespace DataAccess.Conformance.Faults;

/// <summary>The table of the fault runs.</summary>
public static class FaultTable
{
    /// <summary>How many rows there are to be read by who only reads.</summary>
    public const int Numbers = 200;

    public static async ValueTask CreateAsync(Database database, string suffix, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(SqlStatement.Raw($"create table fault_rows ({Columns(database)}){suffix}"), cancellationToken);
        await database.ExecuteAsync(SqlStatement.Raw(LedgerSql.Create(database.Dialect)), cancellationToken);
        await database.ExecuteAsync(
            $"insert into fault_rows (number, scarce, sensor, level) values ({FaultRow.FirstNumber}, {FaultRow.TakenKey}, {"first"}, {1.5})",
            cancellationToken);
        await database.ExecuteAsync(SqlStatement.Raw($"create table fault_moment (code {TypeOf<int>(database)} not null)"), cancellationToken);
        await database.ExecuteAsync(SqlStatement.Raw($"create table fault_numbers (n {TypeOf<long>(database)} not null)"), cancellationToken);
        var numbers = string.Join(", ", Enumerable.Range(1, Numbers).Select(static n => $"({n})"));
        await database.ExecuteAsync(SqlStatement.Raw($"insert into fault_numbers (n) values {numbers}"), cancellationToken);
    }

    /// <summary>How often each number is stored.</summary>
    public static async ValueTask<IReadOnlyDictionary<long, int>> CopiesAsync(Database database, CancellationToken cancellationToken)
        => (await database.QueryAsync<long>($"select number from fault_rows", cancellationToken))
            .GroupBy(static number => number)
            .ToDictionary(static copies => copies.Key, static copies => copies.Count());

    /// <summary>What is stored, read by the driver alone: the library is what is being judged.</summary>
    public static async ValueTask<ILookup<long, StoredRow>> StoredAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "select number, scarce, sensor, level from fault_rows";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new List<StoredRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stored.Add(new StoredRow(
                reader.GetInt64(0),
                reader.IsDBNull(1) ? null : reader.GetInt64(1),
                reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetDouble(3)));
        }

        return stored.ToLookup(static row => row.Number);
    }

    /// <summary>Takes out the rows of the run before.</summary>
    public static async ValueTask EmptyAsync(Database database, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync($"delete from fault_rows where number <> {FaultRow.FirstNumber}", cancellationToken);
        await database.ExecuteAsync($"delete from dataaccess_ledger", cancellationToken);
    }

    /// <summary>How many batches the ledger has as committed, and how many it was asked for and closed.</summary>
    public static async ValueTask<(long Committed, long Closed)> LedgerAsync(Database database, CancellationToken cancellationToken)
        => (await database.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where is_committed", cancellationToken),
            await database.QuerySingleAsync<long>($"select count(*) from dataaccess_ledger where not is_committed", cancellationToken));

    /// <summary>The same, by the driver alone.</summary>
    public static async ValueTask<(long Committed, long Closed)> LedgerAsync(DbConnection connection, CancellationToken cancellationToken)
        => (await CountAsync(connection, "select count(*) from dataaccess_ledger where is_committed", cancellationToken),
            await CountAsync(connection, "select count(*) from dataaccess_ledger where not is_committed", cancellationToken));

    /// <summary>
    /// Numbers the rows to come as they are inserted. Where they lie would not tell: a server puts a row where another was
    /// taken out.
    /// </summary>
    public static async ValueTask NumberAsync(Database database, ServerTarget target, CancellationToken cancellationToken)
        => await database.ExecuteAsync(SqlStatement.Raw($"alter table fault_rows add column place {target.NumberingColumn}"), cancellationToken);

    /// <summary>The numbers in the order in which they were inserted, once the table has <see cref="NumberAsync"/>.</summary>
    public static async ValueTask<IReadOnlyList<long>> InOrderAsync(Database database, CancellationToken cancellationToken)
        => await database.QueryAsync<long>($"select number from fault_rows order by place", cancellationToken);

    private static async ValueTask<long> CountAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    // SQLite has no longest text by itself.
    private static string Columns(Database database)
        => $"number {TypeOf<long>(database)} not null, scarce {TypeOf<long>(database)}, sensor varchar({FaultRow.LongestSensor}) not null, "
        + $"level {TypeOf<double>(database)}, unique (scarce), check (level is null or level < 1000)"
        + (database.Provider.SystemName == "sqlite" ? $", check (length(sensor) <= {FaultRow.LongestSensor})" : "");

    private static string TypeOf<T>(Database database) => database.Dialect.ColumnTypeFor(typeof(T))!;
}
