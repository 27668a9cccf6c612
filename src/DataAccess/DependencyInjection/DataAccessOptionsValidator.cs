using Microsoft.Extensions.Options;

namespace DataAccess.DependencyInjection;

/// <summary>Rejects invalid options when the program starts, with all of them in one message.</summary>
internal sealed class DataAccessOptionsValidator : IValidateOptions<DataAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, DataAccessOptions options)
        => options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
