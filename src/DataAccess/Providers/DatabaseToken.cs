namespace DataAccess;

/// <summary>A password with an expiry, such as an access token of a cloud. Its text form never contains the secret.</summary>
/// <param name="Value">The password.</param>
/// <param name="ExpiresAt">When the server no longer accepts it for a login. Connections that are open stay open.</param>
public readonly record struct DatabaseToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>When it expires; not the secret.</summary>
    public override string ToString() => Invariant($"token, expires at {ExpiresAt:O}");
}
