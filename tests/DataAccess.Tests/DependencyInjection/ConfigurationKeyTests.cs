using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What a section of the configuration may hold.</summary>
public sealed class ConfigurationKeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Data:Connections:MaxConection", "Data:Connections:MaxConection is not an option. Did you mean MaxConnections?")]
    [InlineData("Data:Conections:MaxConnections", "Data:Conections is not an option. Did you mean Connections?")]
    [InlineData("Data:Retry:Attempts", "Data:Retry:Attempts is not an option. The options are")]
    [InlineData("Data:LogParameterValue", "Did you mean LogParameterValues?")]
    public async Task A_misspelt_key_stops_the_program_and_is_told_with_its_path(string key, string message)
    {
        using var host = Build(key, "3");

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_may_hold_keys_of_the_programs_own()
    {
        using var host = Build("Data:MigrationsFolder", "sql");

        await host.StartAsync(Token);
    }

    [Fact]
    public async Task A_value_of_a_wrong_type_is_told_with_its_key()
    {
        using var host = Build("Data:Connections:MaxConnections", "many");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));

        Assert.Contains("Data:Connections:MaxConnections", error.Message, StringComparison.Ordinal);
    }

    private static IHost Build(string key, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Data:Url", "sqlite::memory:"), new(key, value)]);
        builder.Services.AddDataAccess(builder.Configuration.GetSection("Data"));
        return builder.Build();
    }
}
