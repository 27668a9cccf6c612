using DataAccess.Providers;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Which package a text is for; what is said where there is none.</summary>
public sealed class ProviderDirectoryTests
{
    [Theory]
    [InlineData("sqlite:app.db")]
    [InlineData("SQLITE:app.db")]
    [InlineData("sqlite:a=b.db")]
    [InlineData("file:app.db?mode=memory&cache=shared")]
    [InlineData(":memory:")]
    [InlineData("Data Source=app.db")]
    [InlineData("Filename=app.db;Mode=ReadOnly")]
    public void Sqlite_is_found_by_url_and_by_connection_string(string text)
        => Assert.Equal("sqlite", ProviderDirectory.Create(text).SystemName);

    [Theory]
    [InlineData("postgres://ann:s3cret@db/x", "DataAccess.PostgreSql")]
    [InlineData("Host=db;Username=ann;Password=s3cret", "DataAccess.PostgreSql")]
    [InlineData("mariadb://ann:s3cret@db/x", "DataAccess.MySql")]
    [InlineData("Server=db;Password=a:s3cret", "DataAccess.MySql")]
    public void A_package_that_is_not_referenced_is_named(string text, string package)
        => Rejected(text, $"dotnet add package {package}");

    [Theory]
    [InlineData("oracle://ann:s3cret@db/x", "scheme 'oracle' is unknown. Known schemes: postgres, postgresql, mysql, mariadb, sqlite")]
    [InlineData("User=ann;Password=s3cret", "none of Host (PostgreSQL), Server (MySQL) and Data Source (SQLite)")]
    [InlineData("s3cret", "neither a URL nor an ADO.NET connection string")]
    [InlineData("Host=db;s3cret;=", "")]
    public void What_is_of_no_known_form_says_what_to_write(string text, string says) => Rejected(text, says);

    [Fact]
    public void A_registered_scheme_is_used()
    {
        DatabaseProvider.Register("faketest", static _ => new FakeProvider());

        Assert.Equal("fake", ProviderDirectory.Create("faketest:anything").SystemName);
    }

    private static void Rejected(string text, string says)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => ProviderDirectory.Create(text));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }
}
