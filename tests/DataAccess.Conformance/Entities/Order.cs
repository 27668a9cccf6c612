using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A record with a positional constructor and a generated key.</summary>
[Table("orders")]
[Row]
public sealed record Order(
    [property: DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id,
    string Customer,
    decimal Amount,
    bool IsOpen,
    DateTime PlacedAt,
    string? Note);
