using DataAccess.Providers;
using Microsoft.Extensions.Options;

namespace DataAccess.DependencyInjection;

/// <summary>Rejects invalid options when the program starts, with all of them in one message that names the database.</summary>
internal sealed class DataAccessOptionsValidator : IValidateOptions<DataAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, DataAccessOptions options)
        => options.Problems().Concat(UrlProblems(options.Url)).ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems.Select(p => Named(name, p))) : ValidateOptionsResult.Success;

    /// <summary>A problem, with the key of its database if that has one.</summary>
    public static string Named(string? name, string problem) => string.IsNullOrEmpty(name) ? problem : $"Database \"{name}\": {problem}";

    /// <summary>A URL that no provider accepts; its messages never repeat the text, which may contain a password.</summary>
    private static IEnumerable<string> UrlProblems(string url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            yield break;
        }

        string? problem = null;
        try
        {
            ProviderDirectory.Create(url).Release();
        }
        catch (ArgumentException exception)
        {
            problem = $"{nameof(DataAccessOptions.Url)} is not valid: {exception.Message}";
        }

        if (problem is not null)
        {
            yield return problem;
        }
    }
}
