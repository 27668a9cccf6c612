using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DataAccess.Conformance;

/// <summary>Keeps what the library logs.</summary>
internal sealed class Logged : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _entries = new();

    public IReadOnlyList<string> Of(int eventId) => [.. _entries.Where(e => e.Id == eventId).Select(static e => e.Text)];

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The tests' logger has no providers.");

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _entries.Enqueue((eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
        // Nothing is held.
    }
}
