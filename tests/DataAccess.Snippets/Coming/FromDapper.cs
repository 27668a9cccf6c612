using Dapper;
using Npgsql;

namespace DataAccess.Snippets.Coming;

/// <summary>What docs/coming-from-dapper.md shows of Dapper.</summary>
internal static class FromDapper
{
    public static async Task<Order?> ReadAsync(NpgsqlDataSource source, long id, string[] customers)
    {
        await using var connection = await source.OpenConnectionAsync();
        var order = await connection.QuerySingleOrDefaultAsync<Order>("select * from orders where id = @id", new { id });
        var many = await connection.QueryAsync<Order>("select * from orders where customer = any(@customers)", new { customers });
        return order ?? many.FirstOrDefault();
    }

    public static async Task<List<Order>> FilterAsync(NpgsqlConnection connection, string? customer, decimal? least)
    {
        var sql = new SqlBuilder();
        var template = sql.AddTemplate("select * from orders /**where**/ order by id");
        if (customer is not null)
        {
            sql.Where("customer = @customer", new { customer });
        }

        if (least is not null)
        {
            sql.Where("total >= @least", new { least });
        }

        return (await connection.QueryAsync<Order>(template.RawSql, template.Parameters)).AsList();
    }

    public static async Task InsertAsync(NpgsqlConnection connection, Order[] orders)
    {
        await connection.ExecuteAsync("insert into orders (customer, total, placed_at) values (@Customer, @Total, @PlacedAt)", orders);
    }

    public static async Task TransferAsync(NpgsqlDataSource source, long id)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("update orders set total = 0 where id = @id", new { id }, transaction);
        await connection.ExecuteAsync("insert into audit (order_id) values (@id)", new { id }, transaction);
        await transaction.CommitAsync();
    }

    /// <summary>Dapper's own builder is in another package; this is as much of it as the page needs.</summary>
    private sealed class SqlBuilder
    {
        private readonly List<string> _conditions = [];
        private readonly DynamicParameters _parameters = new();

        public Template AddTemplate(string sql) => new(this, sql);

        public void Where(string condition, object values)
        {
            _conditions.Add(condition);
            _parameters.AddDynamicParams(values);
        }

        public sealed class Template(SqlBuilder builder, string sql)
        {
            public string RawSql => sql.Replace("/**where**/", builder._conditions.Count == 0 ? "" : "where " + string.Join(" and ", builder._conditions), StringComparison.Ordinal);

            public DynamicParameters Parameters => builder._parameters;
        }
    }
}
