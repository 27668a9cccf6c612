namespace DataAccess.Benchmarks;

/// <summary>The row that everything is measured with. Settable, as EF Core and linq2db like it best.</summary>
[System.ComponentModel.DataAnnotations.Schema.Table(Tables.Read)]
[Row]
public sealed class Item
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    public decimal Amount { get; set; }

    public DateTime Created { get; set; }

    public bool Active { get; set; }

    /// <summary>The row of a key, always the same.</summary>
    public static Item Of(long id) => new()
    {
        Id = id,
        Name = $"item number {id}",
        Amount = id * 0.25m,
        Created = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(id),
        Active = id % 2 == 0,
    };
}
