using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A class with settable properties and a key of its own.</summary>
[Table("readings")]
[Row]
public sealed class Reading
{
    [Key]
    public long Sequence { get; set; }

    public string Sensor { get; set; } = "";

    public double? Level { get; set; }
}
