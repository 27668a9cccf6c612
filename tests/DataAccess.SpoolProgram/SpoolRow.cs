using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.SpoolProgram;

/// <summary>A row of a table without a key, in which a row that is written twice is there twice.</summary>
[Table("spool_rows")]
[Row]
public sealed record SpoolRow(long Number, string Text);
