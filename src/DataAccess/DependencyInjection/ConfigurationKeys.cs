using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace DataAccess.DependencyInjection;

/// <summary>
/// Rejects the keys of a configuration section that name no option, which the binder would ignore. The section itself may hold keys of the program's own:
/// there only those that resemble an option are rejected. The sections within it hold options and nothing else.
/// </summary>
internal sealed class ConfigurationKeys(string name, IConfiguration configuration) : IValidateOptions<DataAccessOptions>
{
    private static readonly string[] Top = Names(typeof(DataAccessOptions));

    private static readonly (string Section, string[] Keys)[] Nested =
    [
        (nameof(DatabaseOptions.Connections), Names(typeof(ConnectionOptions))),
        (nameof(DatabaseOptions.Retry), Names(typeof(RetryOptions))),
        (nameof(DatabaseOptions.Coalescing), Names(typeof(CoalescingOptions))),
    ];

    public ValidateOptionsResult Validate(string? database, DataAccessOptions options)
        => database == name && Problems().ToList() is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems.Select(p => DataAccessOptionsValidator.Named(name, p)))
            : ValidateOptionsResult.Success;

    private IEnumerable<string> Problems()
    {
        // A program's whole configuration has the environment's variables too, any of which may resemble an option.
        var own = configuration is IConfigurationSection ? Unknown(configuration, Top) : [];
        return own.Where(key => NearestName.Of(key.Key, Top) is not null).Select(static key => Text(key, Top))
            .Concat(Nested.SelectMany(nested => Unknown(configuration.GetSection(nested.Section), nested.Keys).Select(key => Text(key, nested.Keys))));
    }

    private static IEnumerable<IConfigurationSection> Unknown(IConfiguration section, string[] known)
        => section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase));

    private static string Text(IConfigurationSection key, string[] known)
        => NearestName.Of(key.Key, known) is { } nearest
            ? $"{key.Path} is not an option. Did you mean {nearest}?"
            : $"{key.Path} is not an option. The options are {string.Join(", ", known)}.";

    private static string[] Names([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type options)
        => [.. options.GetProperties().Where(static p => p.CanWrite).Select(static p => p.Name).Order(StringComparer.Ordinal)];
}
