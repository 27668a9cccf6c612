using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Conformance;

/// <summary>A row of nothing but its key.</summary>
[Table("measured")]
[Row]
public sealed record MeasuredRow(int Id);
