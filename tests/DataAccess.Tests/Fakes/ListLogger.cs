using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DataAccess.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly ConcurrentQueue<(EventId Id, string Text)> _entries = new();

    public IEnumerable<string> Of(int eventId) => _entries.Where(e => e.Id.Id == eventId).Select(static e => e.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => _entries.Enqueue((eventId, formatter(state, exception)));
}
