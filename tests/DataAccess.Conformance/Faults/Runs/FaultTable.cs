namespace DataAccess.Conformance.Faults;

/// <summary>The table of the fault runs.</summary>
public static class FaultTable
{
    public static async ValueTask CreateAsync(Database database, string suffix, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(SqlStatement.Raw($"create table fault_rows ({Columns(database)}){suffix}"), cancellationToken);
        await database.ExecuteAsync(SqlStatement.Raw(LedgerSql.Create(database.Dialect)), cancellationToken);
        await database.ExecuteAsync(
            $"insert into fault_rows (number, scarce, sensor, level) values ({FaultRow.FirstNumber}, {FaultRow.TakenKey}, {"first"}, {1.5})",
            cancellationToken);
    }

    /// <summary>How often each number is stored.</summary>
    public static async ValueTask<IReadOnlyDictionary<long, int>> CopiesAsync(Database database, CancellationToken cancellationToken)
        => (await database.QueryAsync<long>($"select number from fault_rows", cancellationToken))
            .GroupBy(static number => number)
            .ToDictionary(static copies => copies.Key, static copies => copies.Count());

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

    /// <summary>The numbers as they lie in the table, which is the order they were inserted in.</summary>
    public static async ValueTask<IReadOnlyList<long>> InOrderAsync(Database database, CancellationToken cancellationToken)
        => await database.QueryAsync<long>($"select number from fault_rows", cancellationToken);

    private static string Columns(Database database)
        => $"number {TypeOf<long>(database)} not null, scarce {TypeOf<long>(database)}, sensor varchar(2000) not null, "
        + $"level {TypeOf<double>(database)}, unique (scarce), check (level is null or level < 1000)";

    private static string TypeOf<T>(Database database) => database.Dialect.ColumnTypeFor(typeof(T))!;
}
