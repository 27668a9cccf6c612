using Microsoft.Extensions.Logging;

namespace DataAccess.Conformance.Faults;

/// <summary>A program's logging that is broken: every other message throws.</summary>
internal sealed class ThrowingLoggers : ILoggerFactory, ILogger
{
    private int _messages;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Interlocked.Increment(ref _messages) % 2 == 0)
        {
            throw new ExplodingException("logger");
        }
    }

    public void Dispose()
    {
    }
}
