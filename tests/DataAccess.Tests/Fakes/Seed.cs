using System.Globalization;

namespace DataAccess.Tests;

/// <summary>
/// The seed of a stress test: new in each run, so that runs differ, unless <c>DATAACCESS_TEST_SEED</c> plays an old one again.
/// </summary>
internal static class Seed
{
    public const string Variable = "DATAACCESS_TEST_SEED";

    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>What a failure says, so that it can be played again.</summary>
    public static string Replay => $"Play it again with {Variable}={Value}.";
}
