using Microsoft.Extensions.Logging;

namespace DataAccess.Tests;

/// <summary>Loggers that throw at every message.</summary>
internal sealed class ThrowingLoggers : ILoggerFactory, ILogger
{
    public bool ThrowsAtIsEnabled { get; init; }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => ThrowsAtIsEnabled ? throw new InvalidOperationException("the logger fails when asked") : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => throw new InvalidOperationException($"the logger fails at {eventId.Id}");
}
