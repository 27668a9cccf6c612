using DataAccess.PostgreSql;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/converters.md.</summary>
internal static class ConverterSnippets
{
    public static async Task OpenAsync(Database db, CancellationToken ct)
    {
        OrderId[] ids = [new(1), new(2)];
        IReadOnlyList<OrderId> open = await db.QueryAsync<OrderId>($"select id from orders where open and id in {ids}", ct);

        Console.WriteLine(open.Count);
    }

    public static PostgreSqlOptions Convert()
    {
        var options = new PostgreSqlOptions();
        options.Converters
            .Add<Money, decimal>(money => money.Amount, amount => new Money(amount))
            .Add<bool, string>(yes => yes ? "Y" : "N", text => text == "Y");
        return options;
    }

    public static PostgreSqlOptions Compose()
    {
        var options = new PostgreSqlOptions
        {
            ConfigureDataSource = source => source.MapComposite<Place>("place"),
            DriverTypes = { typeof(Place) },
        };
        return options;
    }

    [ValueConverter<OrderIdConverter>]
    public readonly record struct OrderId(long Value);

    public sealed class OrderIdConverter : IValueConverter<OrderId, long>
    {
        public long ToColumn(OrderId value) => value.Value;

        public OrderId FromColumn(long value) => new(value);
    }

    public sealed record Money(decimal Amount);

    public sealed class Place
    {
        public string? City { get; set; }
    }
}
