using Microsoft.Extensions.Logging;

namespace DataAccess.Tests;

/// <summary>Gives out one logger for every category.</summary>
internal sealed class ListLoggerFactory(ListLogger logger) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tests' logger has no providers.");

    public ILogger CreateLogger(string categoryName) => logger;

    public void Dispose()
    {
        // Nothing is held.
    }
}
