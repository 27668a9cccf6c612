namespace DataAccess.PostgreSql.Inserting;

/// <summary>A column as the server describes it.</summary>
/// <param name="CastType">Its type as a cast names it, without a length; for a domain the base type.</param>
/// <param name="CopyType">The type whose binary format it reads, by its name in pg_type; text for enums and citext; null for a type that COPY is not used with.</param>
/// <param name="IsGenerated">Whether only the server may set its value.</param>
internal sealed record ColumnShape(string CastType, string? CopyType, bool IsGenerated);
