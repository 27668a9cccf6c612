using Microsoft.Extensions.Options;

namespace DataAccess;

/// <summary>Refuses options that are not valid when the program starts, all of them in one message.</summary>
internal sealed class DataAccessOptionsValidator : IValidateOptions<DataAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, DataAccessOptions options)
    {
        var problems = options.ToDatabaseOptions().Problems().ToList();
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            problems.Insert(0, $"{nameof(DataAccessOptions.Url)} is empty; set it to a database URL such as sqlite:app.db.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
