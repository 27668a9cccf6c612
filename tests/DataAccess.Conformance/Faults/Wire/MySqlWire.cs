using System.Buffers.Binary;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// The protocol of MySQL and MariaDB, without TLS and compression:
/// https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html. A command is a packet with number 0; the first
/// packet after a commit is its answer.
/// </summary>
public sealed class MySqlWire : WireProtocol
{
    private const int HeaderLength = 4;
    private const byte Query = 0x03;
    private const byte Prepare = 0x16;
    private const byte Execute = 0x17;

    private readonly Dictionary<int, StatementKind> _statements = [];
    private StatementKind? _preparing;
    private bool _isInTransaction;
    private bool _isSendingData;
    private bool _hasSentData;
    private bool _awaitsAnswer;

    protected override int LengthOfClientMessage(ReadOnlySpan<byte> start) => LengthOf(start);

    protected override int LengthOfServerMessage(ReadOnlySpan<byte> start) => LengthOf(start);

    protected override WireMark ReadClient(ReadOnlySpan<byte> message)
    {
        var number = message[3];
        var payload = message[HeaderLength..];

        // A server that refuses to take data answers with an error, and the next packet is a command again.
        _isSendingData &= _hasSentData || number != 0;
        if (_isSendingData)
        {
            return ReadData(payload);
        }

        return number == 0 && payload.Length > 0 ? ReadCommand(payload) : WireMark.Other;
    }

    protected override WireMark ReadServer(ReadOnlySpan<byte> message)
    {
        if (_preparing is { } kind)
        {
            _preparing = null;
            if (message[HeaderLength] == 0)
            {
                _statements[BinaryPrimitives.ReadInt32LittleEndian(message[(HeaderLength + 1)..])] = kind;
            }
        }

        var isAnswer = _awaitsAnswer;
        _awaitsAnswer = false;
        return isAnswer ? WireMark.Answer : WireMark.Other;
    }

    private static int LengthOf(ReadOnlySpan<byte> start)
        => start.Length < HeaderLength ? 0 : HeaderLength + start[0] + (start[1] << 8) + (start[2] << 16);

    /// <summary>Where the client has query attributes, their counts, which are 0 and 1, stand before the text.</summary>
    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> query) => query is [0, 1, ..] ? query[2..] : query;

    private WireMark ReadCommand(ReadOnlySpan<byte> payload)
    {
        switch (payload[0])
        {
            case Query:
                return Follow(StatementText.KindOf(TextOf(payload[1..])));
            case Prepare:
                _preparing = StatementText.KindOf(payload[1..]);
                return WireMark.Other;
            case Execute:
                return Follow(_statements.GetValueOrDefault(BinaryPrimitives.ReadInt32LittleEndian(payload[1..])));
            default:
                return WireMark.Other;
        }
    }

    private WireMark Follow(StatementKind kind)
    {
        switch (kind)
        {
            case StatementKind.Begin:
                _isInTransaction = true;
                return WireMark.Other;
            case StatementKind.Kill:
                return WireMark.Cancel;
            case StatementKind.Rollback:
                _isInTransaction = false;
                return WireMark.Other;
            case StatementKind.Copy:
                _isSendingData = true;
                _hasSentData = false;
                return WireMark.Other;
            case StatementKind.Write when !_isInTransaction:
            case StatementKind.Commit:
            case StatementKind.WholeTransaction:
                _isInTransaction = false;
                return Commit();
            default:
                return WireMark.Other;
        }
    }

    private WireMark ReadData(ReadOnlySpan<byte> payload)
    {
        _hasSentData = true;
        if (payload.Length > 0)
        {
            return WireMark.Data;
        }

        _isSendingData = false;
        return _isInTransaction ? WireMark.Other : Commit();
    }

    private WireMark Commit()
    {
        _awaitsAnswer = true;
        return WireMark.Commit;
    }
}
