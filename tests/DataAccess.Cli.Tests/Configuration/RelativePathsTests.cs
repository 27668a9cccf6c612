using DataAccess.Cli.Configuration;

namespace DataAccess.Cli.Tests.Configuration;

public sealed class RelativePathsTests
{
    [Theory]
    [InlineData("sqlite:app.db", "sqlite:etc/app.db")]
    [InlineData("SQLITE://app.db", "sqlite:etc/app.db")]
    [InlineData("sqlite:/abs/app.db", "sqlite:/abs/app.db")]
    [InlineData("sqlite:///abs/app.db", "sqlite:/abs/app.db")]
    [InlineData("sqlite::memory:", "sqlite::memory:")]
    [InlineData("sqlite:file:app.db?mode=ro", "sqlite:file:etc/app.db?mode=ro")]
    [InlineData("file:/abs.db", "file:/abs.db")]
    [InlineData("file:x?mode=memory&cache=shared", "file:x?mode=memory&cache=shared")]
    [InlineData("Data Source=app.db;Mode=ReadOnly", "Data Source=etc/app.db;Mode=ReadOnly")]
    [InlineData("postgres://a@host/app.db", "postgres://a@host/app.db")]
    [InlineData("Host=h;Database=d", "Host=h;Database=d")]
    [InlineData("Server=h;Database=d", "Server=h;Database=d")]
    public void Only_a_path_of_sqlite_is_relative_to_the_file(string url, string expected)
    {
        Assert.Equal(expected, new RelativePaths("etc/dataaccess.json").OfUrl(url), ignoreCase: true);
        Assert.Equal(url, new RelativePaths("dataaccess.json").OfUrl(url));
    }

    [Theory]
    [InlineData("migrations", "etc/migrations")]
    [InlineData("../db", "etc/../db")]
    [InlineData("/abs", "/abs")]
    public void A_path_is_relative_to_the_file(string path, string expected)
    {
        Assert.Equal(expected, new RelativePaths("etc/dataaccess.json").Of(path));
        Assert.Equal(path, new RelativePaths("dataaccess.json").Of(path));
    }

    [Fact]
    public void A_pattern_of_files_is_relative_on_sqlite_only()
    {
        Assert.Equal("etc/t_*.db", SchemasFor("sqlite:a.db", givenUrl: null));
        Assert.Equal("t_*.db", SchemasFor("postgres://h/d", givenUrl: null));
        Assert.Equal("etc/t_*.db", SchemasFor("postgres://h/d", givenUrl: "sqlite:b.db"));
    }

    private static string SchemasFor(string url, string? givenUrl)
    {
        var file = Parsed.File($$"""{ "url": "{{url}}", "schemas": "t_*.db" }""");
        return ConfiguredArguments.Values(file.Shared, givenUrl, new RelativePaths("etc/dataaccess.json"), static _ => null).Single(static v => v.Key.Key.Name == "schemas").Value;
    }
}
