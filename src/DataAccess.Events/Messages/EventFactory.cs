using DataAccess.Events.Storage;
using DataAccess.Sql;

namespace DataAccess.Events.Messages;

/// <summary>Makes events of bodies.</summary>
internal static class EventFactory
{
    /// <exception cref="ArgumentException">The topic, key, unique id or a header cannot be stored.</exception>
    public static EventRow Make<T>(EventJson json, NewEvent<T> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var options = message.Options;
        var topic = options?.Topic ?? TopicName.Of<T>();
        TopicName.Check(topic, "topic");
        TopicName.Check(message.Key, "key");
        TopicName.Check(options?.UniqueId, "unique id");
        var body = json.Write(message.Body);
        CheckText(body, "body");
        var headers = EventJson.WriteHeaders(options?.Headers);
        return new EventRow(topic, message.Key, KeyHash.Of(message.Key), body, headers, message.Due, options?.UniqueId);
    }

    private static void CheckText(string text, string what)
    {
        if (UnpairedSurrogate.FindIn(text) is { } problem)
        {
            throw new ArgumentException($"The {what} contains {problem}.", nameof(text));
        }
    }
}
