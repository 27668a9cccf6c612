using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A column of each type that every engine keeps, each of which may be null.</summary>
[Table("every_type")]
[Row]
public sealed record EveryType
{
    [Key]
    public int Id { get; set; }

    public bool? Flag { get; set; }

    public byte? Tiny { get; set; }

    public short? Small { get; set; }

    public int? Number { get; set; }

    public uint? NaturalNumber { get; set; }

    public long? Large { get; set; }

    public ulong? LargeNatural { get; set; }

    public float? Coarse { get; set; }

    public double? Fine { get; set; }

    public decimal? Amount { get; set; }

    public string? Words { get; set; }

    public byte[]? Bytes { get; set; }

    public Guid? UniqueId { get; set; }

    public DateOnly? Day { get; set; }

    public TimeOnly? Clock { get; set; }

    public DateTime? Moment { get; set; }

    public DateTimeOffset? Instant { get; set; }

    public DayOfWeek? Weekday { get; set; }

    [Column(TypeName = "text")]
    public ConsoleColor? Colour { get; set; }

    [Column(TypeName = "json")]
    public string[]? Tags { get; set; }
}
