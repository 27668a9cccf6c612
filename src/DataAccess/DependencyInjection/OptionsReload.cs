using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;

namespace DataAccess.DependencyInjection;

/// <summary>
/// Applies changed options to a database that is in use: those that each call reads anew. The others take effect at the next start, which is logged once for each change.
/// It is called by whatever reloads the configuration, which an exception would break.
/// </summary>
internal sealed class OptionsReload(string name, Database database, DataAccessOptions current, Func<DataAccessOptions> read, ILogger logger)
{
    private static readonly string[] Applicable =
    [
        "Connections.AcquireTimeout", "Connections.LeakThreshold", "Connections.MaxLifetime", "Connections.PingAfterIdle", nameof(DatabaseOptions.LogParameterValues),
    ];

    private readonly Lock _lock = new();
    private readonly SafeLogger _logger = new(logger);
    private string _told = "";

    public void Apply()
    {
        try
        {
            var fresh = read();
            lock (_lock)
            {
                Apply(fresh);
            }
        }
        catch (Exception exception)
        {
            Log.OptionsRejected(_logger, name, exception.Message);
        }
    }

    private void Apply(DataAccessOptions fresh)
    {
        List<Change> changes =
        [
            .. Changes("", typeof(DataAccessOptions), current, fresh),
            .. Changes("Connections.", typeof(ConnectionOptions), current.Connections, fresh.Connections),
            .. Changes("Retry.", typeof(RetryOptions), current.Retry, fresh.Retry),
            .. Changes("Coalescing.", typeof(CoalescingOptions), current.Coalescing, fresh.Coalescing),
        ];
        var applied = changes.Where(c => IsApplicable(c.Name)).ToList();
        applied.ForEach(static c => c.Option.SetValue(c.Current, c.Option.GetValue(c.Fresh)));
        database.Context.QueryLog.WithValues = current.LogParameterValues;
        if (applied.Count > 0)
        {
            Log.OptionsApplied(_logger, name, string.Join(", ", applied.Select(static c => c.Name)));
        }

        // Any reload of the whole configuration comes here: the same difference is told once.
        var waiting = changes.Where(c => !IsApplicable(c.Name)).ToList();
        var text = string.Join(", ", waiting.Select(static c => c.Name));
        var values = string.Join('\n', waiting.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}={c.Option.GetValue(c.Fresh)}")));
        if (values != _told && text.Length > 0)
        {
            Log.OptionsNeedRestart(_logger, name, text);
        }

        _told = values;
    }

    /// <summary>A database that started without a threshold has no timer that would look for leaks.</summary>
    private bool IsApplicable(string option)
        => Applicable.Contains(option, StringComparer.Ordinal)
            && (option != "Connections.LeakThreshold" || current.Connections.MinIdle > 0 || current.Connections.LeakThreshold != Timeout.InfiniteTimeSpan);

    private static IEnumerable<Change> Changes(
        string prefix, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type, object current, object fresh)
        => type.GetProperties()
            .Where(static p => p.CanWrite && (p.PropertyType.IsValueType || p.PropertyType == typeof(string)))
            .Where(p => !Equals(p.GetValue(current), p.GetValue(fresh)))
            .Select(p => new Change(prefix + p.Name, p, current, fresh));

    private readonly record struct Change(string Name, PropertyInfo Option, object Current, object Fresh);
}
