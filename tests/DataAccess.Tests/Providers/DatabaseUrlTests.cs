using CsCheck;
using DataAccess.Shared;
using Xunit;

namespace DataAccess.Tests;

/// <summary>URLs taken apart, and what is never repeated of them.</summary>
public sealed class DatabaseUrlTests
{
    [Fact]
    public void A_url_is_taken_apart()
    {
        var url = DatabaseUrl.Parse("Postgres://ann:pw@db.example:5433/shop?sslmode=require&application%20name=a+b&flag");

        Assert.Equal(("postgres", "ann", "pw", "db.example", 5433, "shop"), (url.Scheme, url.User, url.Password, url.Host, url.Port, url.Database));
        Assert.Equal(
            [KeyValuePair.Create("sslmode", "require"), KeyValuePair.Create("application name", "a b"), KeyValuePair.Create("flag", "")], url.Parameters);
        Assert.Equal("postgres://db.example:5433/shop", url.ToString());
    }

    [Fact]
    public void What_is_left_out_is_null_or_empty()
    {
        var url = DatabaseUrl.Parse("mysql://db");

        Assert.Equal((null, null, null, ""), (url.User, url.Password, url.Port, url.Database));
        Assert.Empty(url.Parameters);
    }

    [Fact]
    public void An_IPv6_host_loses_its_brackets_and_keeps_them_in_messages()
    {
        var url = DatabaseUrl.Parse("postgres://[::1]:5432/db");

        Assert.Equal(("::1", 5432), (url.Host, url.Port));
        Assert.Equal("postgres://[::1]:5432/db", url.ToString());
    }

    [Theory]
    [InlineData("postgres:///shop?host=/var/run/postgresql", "", null, "shop", null, "postgres:///shop")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql:5433/shop", "/var/run/postgresql", 5433, "shop", null, "postgresql:///var/run/postgresql:5433/shop")]
    [InlineData("postgresql://ann@/shop", "", null, "shop", "ann", "postgresql:///shop")]
    [InlineData("postgres://db%2Dmain.example/my%20shop", "db-main.example", null, "my shop", null, "postgres://db-main.example/my shop")]
    [InlineData("mysql://DB.example", "db.example", null, "", null, "mysql://db.example/")]
    [InlineData("mysql://b\u00fccher.example/x", "xn--bcher-kva.example", null, "x", null, "mysql://xn--bcher-kva.example/x")]
    [InlineData("mysql://an%40n@[fe80::1%25eth0]:33/x", "fe80::1%eth0", 33, "x", "an@n", "mysql://[fe80::1%eth0]:33/x")]
    [InlineData("mysql://db:/x", "db", null, "x", null, "mysql://db/x")]
    public void Each_form_of_a_host_is_read(string text, string host, int? port, string database, string? user, string shown)
    {
        var url = DatabaseUrl.Parse(text);

        Assert.Equal((host, port, database, user), (url.Host, url.Port, url.Database, url.User));
        Assert.Equal(shown, url.ToString());
    }

    [Fact]
    public void Several_hosts_keep_their_ports()
    {
        var url = DatabaseUrl.Parse("postgres://ann:p%2Cw@h1:5432,h2,[::1]:5434/db?target_session_attrs=read-write");

        Assert.Equal([new UrlHost("h1", 5432), new UrlHost("h2", null), new UrlHost("::1", 5434)], url.Hosts);
        Assert.Equal("p,w", url.Password);
        Assert.Equal("postgres://h1:5432,h2,[::1]:5434/db", url.ToString());
    }

    [Theory]
    [InlineData("Host=db;Password=a://b", false)]
    [InlineData("postgres://db", true)]
    [InlineData("://db", false)]
    [InlineData(null, false)]
    public void A_connection_string_is_no_url(string? text, bool isUrl) => Assert.Equal(isUrl, DatabaseUrl.IsUrl(text));

    [Fact]
    public void Any_user_password_and_database_survive_percent_escapes()
        => Gen.Select(Gen.String[1, 12], Gen.String[0, 12], Gen.String[Gen.Char.AlphaNumeric, 1, 8]).Sample(
            static (user, password, database) =>
            {
                if (user.Any(char.IsSurrogate) || password.Any(char.IsSurrogate))
                {
                    return;
                }

                var url = DatabaseUrl.Parse($"postgres://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@db/{database}%2Fx");

                Assert.Equal((user, password, database + "/x"), (url.User, url.Password, url.Database));
            },
            iter: 2_000);

    [Theory]
    [InlineData("postgres://ann:s3cret@")]
    [InlineData("postgres://ann:12s3cret@db:notaport/x")]
    [InlineData("postgres://ann:12#s3cret@db/x")]
    [InlineData("postgres://ann:12?s3cret@db/x")]
    [InlineData("postgres://ann:12/s3cret@db/x")]
    [InlineData("s3cret")]
    [InlineData("postgres://ann:s3cret@h1,,h2/x")]
    [InlineData("postgres://ann:s3cret@[db]/x")]
    [InlineData("postgres://ann:s3cret@[::1/x")]
    [InlineData("postgres://ann:s3cret@db:70000/x")]
    [InlineData("postgres://ann:s3cret@d b/x")]
    [InlineData("postgres://ann:s3cret:5432/x@y")]
    public void A_url_that_cannot_be_read_is_rejected_without_repeating_it(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => DatabaseUrl.Parse(text));

        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("%40", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_is_in_no_text_of_the_url()
        => Assert.DoesNotContain("s3cret", DatabaseUrl.Parse("mysql://ann:s3cret@db/x?password=s3cret").ToString(), StringComparison.Ordinal);
}
