
namespace DataAccess.Cli.Demo;

/// <summary>The samples of all runs.</summary>
internal sealed class ProcessSampleRepository(Database database) : Repository<ProcessSample, long>(database)
{
    /// <summary>Creates the table if it does not exist.</summary>
    public async ValueTask CreateTableAsync(CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        string Column(string name, Type type) => $"{dialect.QuoteIdentifier(name)} {dialect.ColumnTypeFor(type)} not null";
        string[] columns =
        [
            Column("id", typeof(long)) + " primary key",
            Column("run_id", typeof(long)),
            Column("seconds", typeof(double)),
            Column("process_id", typeof(int)),
            Column("name", typeof(string)),
            Column("cpu_seconds", typeof(double)),
            Column("memory_bytes", typeof(long)),
            Column("threads", typeof(int)),
        ];
        await database.ExecuteAsync(
            SqlStatement.Raw($"create table if not exists {dialect.QuoteIdentifier(ProcessSample.TableName)} ({string.Join(", ", columns)})"),
            cancellationToken);
    }

    /// <summary>The samples of one run, in the order in which they were taken.</summary>
    public ValueTask<IReadOnlyList<ProcessSample>> OfRunAsync(long runId, CancellationToken cancellationToken)
        => QueryAsync($"where run_id = {runId} order by id", cancellationToken);
}
