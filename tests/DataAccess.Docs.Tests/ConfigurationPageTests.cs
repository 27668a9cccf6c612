using System.Globalization;
using System.Reflection;
using DataAccess.Conformance;
using DataAccess.PostgreSql;
using DataAccess.Sqlite;

namespace DataAccess.Docs.Tests;

/// <summary>docs/configuration.md has every option, and its default.</summary>
public sealed class ConfigurationPageTests
{
    /// <summary>These have options of their own.</summary>
    private static readonly string[] Parts = [nameof(DatabaseOptions.Connections), nameof(DatabaseOptions.Retry), nameof(DatabaseOptions.Coalescing)];

    /// <summary>These depend on the machine and on the server.</summary>
    private static readonly string[] Computed = [nameof(ConnectionOptions.MinConnections), nameof(ConnectionOptions.MaxConnections)];

    private static readonly string[] Page = File.ReadAllLines(Path.Combine(TestFiles.Root, "docs", "configuration.md"));

    public static TheoryData<string, object> Options { get; } = new()
    {
        { nameof(DatabaseOptions), new DatabaseOptions() },
        { nameof(PostgreSqlOptions), new PostgreSqlOptions() },
        { nameof(SqliteOptions), new SqliteOptions() },
        { nameof(ConnectionOptions), new ConnectionOptions() },
        { nameof(RetryOptions), new RetryOptions() },
        { nameof(CoalescingOptions), new CoalescingOptions() },
        { "BatchingWriterOptions<T>", new BatchingWriterOptions<string>() },
        { nameof(ListenOptions), new ListenOptions() },
    };

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Every_option_is_there_with_its_default(string name, object options)
    {
        var rows = Page.SkipWhile(line => !line.StartsWith($"| `{name}` |", StringComparison.Ordinal)).Skip(2).TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToDictionary(static cells => cells[0].Trim('`'), static cells => cells[1], StringComparer.Ordinal);
        var properties = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(static p => !Parts.Contains(p.Name, StringComparer.Ordinal)).ToList();

        Assert.Equal(properties.Select(static p => p.Name).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(properties.Where(static p => !Computed.Contains(p.Name, StringComparer.Ordinal)), property => Assert.Equal($"{property.Name}: {Shown(property.GetValue(options))}", $"{property.Name}: {rows[property.Name]}"));
    }

    private static string Shown(object? value) => value switch
    {
        TimeSpan time => Shown(time),
        int or long => Number(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        bool on => on ? "on" : "off",
        Enum => $"{value}",
        _ => "none",
    };

    private static string Number(long number)
        => number >= 1 << 20 && number % (1 << 20) == 0 ? $"{number >> 20} MiB" : number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Shown(TimeSpan time)
        => time == TimeSpan.Zero ? "0"
        : time < TimeSpan.FromSeconds(1) ? $"{time.TotalMilliseconds} ms"
        : time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds} s"
        : time < TimeSpan.FromHours(1) ? $"{time.TotalMinutes} min"
        : time < TimeSpan.FromDays(1) ? $"{time.TotalHours} h"
        : $"{time.TotalDays} d";
}
