using System.ComponentModel.DataAnnotations;

namespace DataAccess.Snippets.Coming;

/// <summary>The table <c>orders</c> of the pages "Coming from …".</summary>
[Row]
[System.ComponentModel.DataAnnotations.Schema.Table("orders")]
public sealed record Order(long Id, string Customer, decimal Total, DateTime PlacedAt, [property: ConcurrencyCheck] long Version);
