namespace DataAccess.Connections.Pool;

/// <summary>What <c>DatabaseOptions.OnConnectionOpened</c> threw.</summary>
/// <param name="inner">The exception.</param>
internal sealed class OpenHookException(Exception inner) : Exception($"OnConnectionOpened failed: {inner.Message}", inner);
