using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Repositories from the services.</summary>
public sealed class RepositoryRegistrationTests
{
    private readonly IServiceCollection _services = new ServiceCollection();

    [Fact]
    public void A_repository_gets_the_database_without_a_key_and_is_one_instance()
    {
        _services.AddDataAccess(new FakeProvider(), new DatabaseOptions()).AddRepository<Rows>();
        using var provider = Build();

        Assert.Same(provider.GetRequiredService<Rows>(), provider.GetRequiredService<Rows>());
        Assert.Same(provider.GetRequiredService<Database>(), provider.GetRequiredService<Rows>().Session);
    }

    [Fact]
    public void A_repository_of_a_database_with_a_key_is_found_by_its_type_and_by_the_key()
    {
        _services.AddRepository<IRows, Rows>("orders").AddDataAccess("orders", new FakeProvider(), new DatabaseOptions());
        using var provider = Build();

        var rows = provider.GetRequiredService<IRows>();
        Assert.Same(provider.GetRequiredKeyedService<Database>("orders"), ((Rows)rows).Session);
        Assert.Same(rows, provider.GetRequiredKeyedService<IRows>("orders"));
        Assert.Null(provider.GetService<Rows>());
    }

    [Fact]
    public void A_repository_of_several_databases_is_asked_for_by_key()
    {
        _services.AddDataAccess("a", new FakeProvider(), new DatabaseOptions()).AddDataAccess("b", new FakeProvider(), new DatabaseOptions());
        _services.AddRepository<Rows>("a").AddRepository<Rows>("b");
        using var provider = Build();

        Assert.Same(provider.GetRequiredKeyedService<Database>("b"), provider.GetRequiredKeyedService<Rows>("b").Session);
        var error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Rows>());
        Assert.Contains("several databases: \"a\", \"b\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_key_means_the_database_without_a_key_if_that_is_registered_too(bool first)
    {
        _services.AddDataAccess("a", new FakeProvider(), new DatabaseOptions()).AddDataAccess(new FakeProvider(), new DatabaseOptions());
        _ = first ? _services.AddRepository<Rows>().AddRepository<Rows>("a") : _services.AddRepository<Rows>("a").AddRepository<Rows>();
        using var provider = Build();

        Assert.Same(provider.GetRequiredService<Database>(), provider.GetRequiredService<Rows>().Session);
        Assert.Same(provider.GetRequiredKeyedService<Database>("a"), provider.GetRequiredKeyedService<Rows>("a").Session);
    }

    [Fact]
    public void A_database_that_is_missing_is_named_with_those_there_are()
    {
        _services.AddDataAccess("orders", new FakeProvider(), new DatabaseOptions()).AddRepository<Rows>("order");
        using var provider = Build();

        var error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Rows>());

        Assert.Contains("Rows needs the database \"order\", which is not registered. Registered: the database \"orders\".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_repository_twice_is_refused()
    {
        _services.AddRepository<Rows>();

        Assert.Contains("Rows is already registered", Assert.Throws<InvalidOperationException>(() => _services.AddRepository<Rows>()).Message, StringComparison.Ordinal);
        _services.AddRepository<Rows>("a");
        Assert.Contains("for the database \"a\"", Assert.Throws<InvalidOperationException>(() => _services.AddRepository<Rows>("a")).Message, StringComparison.Ordinal);
    }

    private ServiceProvider Build() => _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    internal interface IRows;

    internal sealed class Rows(DatabaseSession session, TimeProvider? time = null) : IRows
    {
        public DatabaseSession Session => session;

        public TimeProvider? Time => time;
    }
}
