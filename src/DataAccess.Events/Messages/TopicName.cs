using System.Reflection;
using System.Text.Json;
using DataAccess.Sql;

namespace DataAccess.Events.Messages;

/// <summary>The names of topics, and of what else is stored in 200 characters.</summary>
internal static class TopicName
{
    /// <summary>How long a topic, key, unique id or name may be, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>The topic of a type.</summary>
    public static string Of<T>() => Cached<T>.Name;

    /// <summary>Checks a text that is stored in 200 characters and compared exactly.</summary>
    /// <exception cref="ArgumentException">It cannot be stored so on all databases.</exception>
    public static void Check(string? text, string what)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length is 0 or > MaxLength)
        {
            throw new ArgumentException(Invariant($"The {what} has {text.Length} characters; it must have 1 to {MaxLength}."), nameof(text));
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The {what} contains a NUL character, which databases do not store in a text.", nameof(text));
        }

        if (UnpairedSurrogate.FindIn(text) is { } problem)
        {
            throw new ArgumentException($"The {what} contains {problem}.", nameof(text));
        }
    }

    private static class Cached<T>
    {
        public static readonly string Name = Find();

        private static string Find()
        {
            var name = typeof(T).GetCustomAttribute<TopicAttribute>()?.Name
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(typeof(T).Name.Split('`')[0]);
            Check(name, $"topic of {typeof(T).Name}");
            return name;
        }
    }
}
