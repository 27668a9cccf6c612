using System.Globalization;

namespace DataAccess.Migrations.Adopting;

/// <summary>A row of another tool's history, as its columns are, by their names in lower case without underscores.</summary>
internal sealed class ExternalRow(IReadOnlyDictionary<string, object?> values)
{
    public static string Fold(string column) => column.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    public bool Has(string column) => values.ContainsKey(column);

    public string? Text(string column) => values[column] is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    public bool Flag(string column) => values[column] is { } value && Convert.ToBoolean(value, CultureInfo.InvariantCulture);

    public long Number(string column) => values[column] is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;
}
