using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// A row of a fault run. Nothing keeps its number from being there twice, so that a row that is stored twice shows; a refusal
/// comes from the other columns, from a trigger, or from the row itself, whose getter throws.
/// </summary>
[Table("fault_rows")]
public sealed class FaultRow
{
    /// <summary>The number of the row whose <see cref="Scarce"/> is <see cref="TakenKey"/>.</summary>
    public const long FirstNumber = 0;

    public const long TakenKey = 1;

    /// <summary>As long as a <see cref="Sensor"/> may be.</summary>
    public const int LongestSensor = 2_000;

    private string _sensor = "";
    private int _reads;

    public long Number { get; set; }

    /// <summary>Unique where it is not null.</summary>
    [Key]
    public long? Scarce { get; set; }

    public string Sensor
    {
        get => ReadsUntilItThrows < int.MaxValue && Interlocked.Increment(ref _reads) > ReadsUntilItThrows ? throw new ExplodingException("getter") : _sensor;
        set => _sensor = value;
    }

    /// <summary>Below 1,000.</summary>
    public double? Level { get; set; }

    /// <summary>How often <see cref="Sensor"/> can be read.</summary>
    [NotMapped]
    public int ReadsUntilItThrows { get; set; } = int.MaxValue;

    /// <summary>Whether the writer's <c>PartitionBy</c> throws for it.</summary>
    [NotMapped]
    public bool ThrowsInPartitionBy { get; set; }

    /// <summary>What the database must give back for it.</summary>
    public StoredRow AsStored() => new(Number, Scarce, _sensor, Level);
}
