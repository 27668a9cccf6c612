namespace DataAccess.DependencyInjection;

/// <summary>What messages call a registered database.</summary>
internal static class DatabaseName
{
    /// <summary>The database at the beginning of a sentence.</summary>
    /// <param name="key">Its key; null or empty for the one without a key.</param>
    public static string Of(string? key) => string.IsNullOrEmpty(key) ? "The database without a key" : $"The database \"{key}\"";

    /// <summary>The database inside a sentence.</summary>
    /// <param name="key">Its key; null or empty for the one without a key.</param>
    public static string Within(string? key) => string.IsNullOrEmpty(key) ? "the database without a key" : $"the database \"{key}\"";
}
