namespace DataAccess;

/// <summary>What <c>services.AddDataAccess</c> is configured with; bound from configuration.</summary>
public sealed class DataAccessOptions : DatabaseOptions
{
    /// <summary>The database: a URL or an ADO.NET connection string, as for <see cref="Database.Open"/>. Required.</summary>
    public string Url { get; set; } = "";

    internal override IEnumerable<string> Problems()
        => string.IsNullOrWhiteSpace(Url)
            ? base.Problems().Prepend($"{nameof(Url)} is empty; set it to a database URL such as sqlite:app.db.")
            : base.Problems();
}
