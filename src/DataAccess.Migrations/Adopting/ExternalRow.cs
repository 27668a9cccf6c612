namespace DataAccess.Migrations.Adopting;

/// <summary>A row of another tool's history, as its columns are, by their names in lower case without underscores.</summary>
internal sealed class ExternalRow(IReadOnlyDictionary<string, object?> values)
{
    public static string Fold(string column) => column.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    public bool Has(string column) => values.ContainsKey(column);

    public string? Text(string column) => values[column] is { } value ? Convert.ToString(value, null) : null;

    public bool Flag(string column) => values[column] is { } value && Convert.ToBoolean(value, null);

    public long Number(string column) => values[column] is { } value ? Convert.ToInt64(value, null) : 0;
}
