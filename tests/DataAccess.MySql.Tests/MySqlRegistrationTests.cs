using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>One string is the database, two are a key and the database.</summary>
public sealed class MySqlRegistrationTests
{
    private const string Url = "mysql://app:hunter2@db.example/app";

    [Fact]
    public void A_database_has_a_key_or_none()
    {
        using var services = new ServiceCollection().AddMySqlDataAccess(Url).AddMySqlDataAccess("orders", Url, static o => o.Connections.MaxConnections = 3).BuildServiceProvider();

        Assert.NotSame(services.GetRequiredService<Database>(), services.GetRequiredKeyedService<Database>("orders"));
        Assert.Equal(3, services.GetRequiredKeyedService<Database>("orders").Connections.Statistics.Max);
    }

    [Fact]
    public void A_key_and_a_url_in_the_wrong_places_are_told_without_repeating_them()
    {
        var services = new ServiceCollection();

        var alone = Assert.Throws<ArgumentException>(() => services.AddMySqlDataAccess("orders"));
        var swapped = Assert.Throws<ArgumentException>(() => services.AddMySqlDataAccess(Url, "orders"));

        Assert.Contains("give the database after it: AddMySqlDataAccess(\"orders\", url)", alone.Message, StringComparison.Ordinal);
        Assert.Contains("Give the key first", swapped.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", swapped.Message, StringComparison.Ordinal);
        Assert.Empty(services);
    }
}
