namespace DataAccess.Conformance.Faults;

/// <summary>
/// Recognises, in the bytes of one connection, the messages that decide a writer's transaction. Pure: it is fed what was
/// read and says what is to be forwarded. A message is kept back until all of it is there, so that it can be withheld whole.
/// Not thread-safe: the two directions share what they know.
/// </summary>
public abstract class WireProtocol
{
    private readonly WireBuffer _client = new();
    private readonly WireBuffer _server = new();
    private readonly List<byte> _answer = [];

    /// <summary>The whole messages that a chunk from the client completes.</summary>
    public IReadOnlyList<WirePiece> FromClient(ReadOnlySpan<byte> chunk)
    {
        _client.Append(chunk);
        var pieces = new List<WirePiece>();
        while (LengthOfClientMessage(_client.Held) is var length && length > 0 && length <= _client.Held.Length)
        {
            var message = _client.Take(length);
            pieces.Add(new WirePiece(message, ReadClient(message)));
        }

        return pieces;
    }

    /// <summary>The whole messages that a chunk from the server completes; the answer to a commit is one piece.</summary>
    public IReadOnlyList<WirePiece> FromServer(ReadOnlySpan<byte> chunk)
    {
        _server.Append(chunk);
        var pieces = new List<WirePiece>();
        while (LengthOfServerMessage(_server.Held) is var length && length > 0 && length <= _server.Held.Length)
        {
            var message = _server.Take(length);
            var mark = ReadServer(message);
            if (mark is WireMark.AnswerPart or WireMark.Answer)
            {
                _answer.AddRange(message);
            }

            if (mark == WireMark.Answer)
            {
                pieces.Add(new WirePiece(TakeAnswer(), mark));
            }
            else if (mark != WireMark.AnswerPart)
            {
                pieces.Add(new WirePiece(message, mark));
            }
        }

        return pieces;
    }

    /// <summary>What the server sent and then closed the connection, such as its last words in place of an answer.</summary>
    public WirePiece ServerClosed() => new((byte[])[.. TakeAnswer(), .. _server.Take(_server.Held.Length)], WireMark.Other);

    /// <summary>What the client sent and then closed the connection.</summary>
    public WirePiece ClientClosed() => new(_client.Take(_client.Held.Length), WireMark.Other);

    /// <summary>How long the message is that begins here; 0 while that cannot be told.</summary>
    protected abstract int LengthOfClientMessage(ReadOnlySpan<byte> start);

    /// <summary>How long the message is that begins here; 0 while that cannot be told.</summary>
    protected abstract int LengthOfServerMessage(ReadOnlySpan<byte> start);

    /// <summary>Notes a message and says what it means.</summary>
    protected abstract WireMark ReadClient(ReadOnlySpan<byte> message);

    /// <summary>Notes a message and says what it means.</summary>
    protected abstract WireMark ReadServer(ReadOnlySpan<byte> message);

    private byte[] TakeAnswer()
    {
        var answer = _answer.ToArray();
        _answer.Clear();
        return answer;
    }
}
