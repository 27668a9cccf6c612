using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Tells when a run first gives way to another session's lock.</summary>
internal sealed class RetryLog(Action first) : ILoggerFactory, ILogger
{
    private const int Retried = 403;

    public int Retries { get; private set; }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == Retried && Retries++ == 0)
        {
            first();
        }
    }

    public void Dispose()
    {
    }
}
