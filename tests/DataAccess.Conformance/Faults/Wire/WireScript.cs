using CsCheck;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A conversation of a client and a server, and what each message means.</summary>
public sealed class WireScript(Func<WireProtocol> create)
{
    private readonly List<(bool IsClient, byte[] Message, WireMark Mark)> _messages = [];

    public WireScript Client(byte[] message, WireMark mark = WireMark.Other)
    {
        _messages.Add((true, message, mark));
        return this;
    }

    public WireScript Server(byte[] message, WireMark mark = WireMark.Other)
    {
        _messages.Add((false, message, mark));
        return this;
    }

    /// <summary>The protocol says the same however the bytes are split, and loses none of them.</summary>
    public void AssertRecognisedHoweverItIsSplit()
    {
        var expected = Merge(_messages);
        Assert.Equal(Describe(expected), Describe(Play(static length => length)));
        Assert.Equal(Describe(expected), Describe(Play(static _ => 1)));
        Gen.Int[1, 40].Array[1, 50].Sample(sizes =>
        {
            var next = 0;
            Assert.Equal(Describe(expected), Describe(Play(_ => sizes[next++ % sizes.Length])));
        });
    }

    /// <summary>The parts of an answer come as one.</summary>
    private static List<(bool IsClient, byte[] Bytes, WireMark Mark)> Merge(List<(bool IsClient, byte[] Message, WireMark Mark)> messages)
    {
        var merged = new List<(bool, byte[], WireMark)>();
        var parts = new List<byte>();
        foreach (var (isClient, message, mark) in messages)
        {
            if (mark is WireMark.AnswerPart or WireMark.Answer)
            {
                parts.AddRange(message);
            }

            if (mark == WireMark.Answer)
            {
                merged.Add((isClient, parts.ToArray(), mark));
                parts.Clear();
            }
            else if (mark != WireMark.AnswerPart)
            {
                merged.Add((isClient, message, mark));
            }
        }

        return merged;
    }

    private List<(bool IsClient, byte[] Bytes, WireMark Mark)> Play(Func<int, int> chunkSize)
    {
        var protocol = create();
        var pieces = new List<(bool, byte[], WireMark)>();
        for (var i = 0; i < _messages.Count;)
        {
            var isClient = _messages[i].IsClient;
            var run = _messages.Skip(i).TakeWhile(m => m.IsClient == isClient).ToList();
            i += run.Count;
            byte[] bytes = [.. run.SelectMany(static m => m.Message)];
            for (var start = 0; start < bytes.Length;)
            {
                var chunk = bytes.AsSpan(start, Math.Min(chunkSize(bytes.Length), bytes.Length - start));
                start += chunk.Length;
                pieces.AddRange((isClient ? protocol.FromClient(chunk) : protocol.FromServer(chunk)).Select(p => (isClient, p.Bytes.ToArray(), p.Mark)));
            }
        }

        return pieces;
    }

    private static string Describe(IEnumerable<(bool IsClient, byte[] Bytes, WireMark Mark)> pieces)
        => string.Join('\n', pieces.Select(static p => $"{(p.IsClient ? "client" : "server")} {p.Mark} {Convert.ToHexString(p.Bytes)}"));
}
