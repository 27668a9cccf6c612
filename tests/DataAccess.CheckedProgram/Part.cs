using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.CheckedProgram;

/// <summary>The rows of the checked program.</summary>
[Row]
[Table("parts")]
public sealed record Part(long Id, string? Name, decimal? Price, DateTime? Made);
