using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// A row of a fault run. Nothing keeps its number from being there twice, so that a row that is stored twice shows; a refusal
/// comes from the other columns.
/// </summary>
[Table("fault_rows")]
public sealed class FaultRow
{
    /// <summary>The number of the row whose <see cref="Scarce"/> is <see cref="TakenKey"/>.</summary>
    public const long FirstNumber = 0;

    public const long TakenKey = 1;

    [Key]
    public long Number { get; set; }

    /// <summary>Unique where it is not null.</summary>
    public long? Scarce { get; set; }

    public string Sensor { get; set; } = "";

    /// <summary>Below 1,000.</summary>
    public double? Level { get; set; }
}
