namespace DataAccess.Providers;

/// <summary>How a database takes a <see cref="Stream"/> as the value of a parameter, if its driver sends it in pieces.</summary>
/// <param name="MaxBytes">The most bytes that one value may have. A longer one is rejected before anything is sent.</param>
/// <param name="Limit">What the limit is and what to do about it, for the message.</param>
/// <param name="NeedsPreparing">Whether the driver sends one only with a prepared statement.</param>
public sealed record StreamedValues(long MaxBytes, string Limit, bool NeedsPreparing = false);
