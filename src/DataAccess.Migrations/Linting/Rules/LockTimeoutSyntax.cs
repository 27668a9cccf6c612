namespace DataAccess.Migrations.Linting.Rules;

/// <summary>How an engine limits the time that a statement waits for a lock.</summary>
/// <param name="Settings">The settings, in upper case.</param>
/// <param name="Unit">What a bare number counts.</param>
/// <param name="ZeroIsUnlimited">Whether 0 is no limit.</param>
/// <param name="HasReset">Whether <c>reset</c> takes a setting back.</param>
internal sealed record LockTimeoutSyntax(string[] Settings, TimeSpan Unit, bool ZeroIsUnlimited, bool HasReset);
