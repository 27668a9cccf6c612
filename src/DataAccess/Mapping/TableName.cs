namespace DataAccess.Mapping;

/// <summary>A table's name, with its schema if it is not the default one.</summary>
/// <param name="Name">The table.</param>
/// <param name="Schema">The schema, or null for the default one.</param>
public readonly record struct TableName(string Name, string? Schema = null)
{
    /// <summary>Parses <c>table</c> or <c>schema.table</c>.</summary>
    /// <param name="text">The text, without quotes.</param>
    /// <exception cref="ArgumentException">The text, or a part of it, is empty.</exception>
    public static TableName Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var parts = text.Split('.', 2);
        if (Array.Exists(parts, static part => part.Trim().Length == 0))
        {
            throw new ArgumentException($"'{text}' is not a valid table name. Use table or schema.table.", nameof(text));
        }

        return parts.Length == 1 ? new TableName(parts[0].Trim()) : new TableName(parts[1].Trim(), parts[0].Trim());
    }

    /// <summary>The name with its schema, unquoted, for messages.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
