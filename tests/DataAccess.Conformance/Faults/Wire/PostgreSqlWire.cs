using System.Buffers.Binary;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// PostgreSQL's protocol, without TLS: https://www.postgresql.org/docs/current/protocol-message-formats.html. Each Query and
/// each Sync is answered by one ReadyForQuery, also after an error, so counting both finds the answer to a commit.
/// </summary>
public sealed class PostgreSqlWire : WireProtocol
{
    private const int CancelRequest = 80877102;
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly Dictionary<string, StatementKind> _statements = [];
    private readonly Dictionary<string, StatementKind> _portals = [];
    private bool _isStarted;
    private int _singleByteAnswers;
    private bool _isInTransaction;
    private bool _isCopying;
    private bool _hasUnsyncedWrite;
    private int _asked;
    private int _answered;
    private int _commitAt;

    protected override int LengthOfClientMessage(ReadOnlySpan<byte> start) => _isStarted ? LengthOfTyped(start) : LengthOfUntyped(start);

    protected override int LengthOfServerMessage(ReadOnlySpan<byte> start)
        => _singleByteAnswers > 0 ? Math.Min(start.Length, 1) : LengthOfTyped(start);

    protected override WireMark ReadClient(ReadOnlySpan<byte> message)
    {
        if (!_isStarted)
        {
            return ReadStart(message);
        }

        var body = message[5..];
        switch ((char)message[0])
        {
            case 'Q':
                _asked++;
                return ReadQuery(StatementText.KindOf(body));
            case 'P':
                _statements[Text(ref body)] = StatementText.KindOf(body[..body.IndexOf((byte)0)]);
                return WireMark.Other;
            case 'B':
                _portals[Text(ref body)] = _statements.GetValueOrDefault(Text(ref body));
                return WireMark.Other;
            case 'E':
                return ReadExecute(_portals.GetValueOrDefault(Text(ref body)));
            case 'S':
                _asked++;
                return EndsWrite() ? CommitAt(_asked) : WireMark.Other;
            case 'd':
                return WireMark.Data;
            case 'c':
                return EndsCopy() && !_isInTransaction ? CommitAt(_asked) : WireMark.Other;
            case 'f':
                _isCopying = false;
                return WireMark.Other;
            default:
                return WireMark.Other;
        }
    }

    protected override WireMark ReadServer(ReadOnlySpan<byte> message)
    {
        if (_singleByteAnswers > 0)
        {
            _singleByteAnswers--;
            return message[0] == 'N' ? WireMark.Other : throw new InvalidOperationException("The connection is encrypted, so it cannot be read.");
        }

        var isReady = message[0] == 'Z';
        var isAnswer = _commitAt > 0 && _answered == _commitAt - 1;
        if (isReady)
        {
            _answered++;
            _isCopying = false;
        }

        if (!isAnswer)
        {
            return WireMark.Other;
        }

        _commitAt = isReady ? 0 : _commitAt;
        return isReady ? WireMark.Answer : WireMark.AnswerPart;
    }

    private static int LengthOfTyped(ReadOnlySpan<byte> start) => start.Length < 5 ? 0 : 1 + BinaryPrimitives.ReadInt32BigEndian(start[1..]);

    private static int LengthOfUntyped(ReadOnlySpan<byte> start) => start.Length < 8 ? 0 : BinaryPrimitives.ReadInt32BigEndian(start);

    private static string Text(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)0);
        var text = System.Text.Encoding.UTF8.GetString(body[..end]);
        body = body[(end + 1)..];
        return text;
    }

    private WireMark ReadStart(ReadOnlySpan<byte> message)
    {
        switch (BinaryPrimitives.ReadInt32BigEndian(message[4..]))
        {
            case SslRequest or GssRequest:
                _singleByteAnswers++;
                return WireMark.Other;
            case CancelRequest:
                return WireMark.Cancel;
            default:
                // The login ends with a ReadyForQuery too.
                _isStarted = true;
                _asked = 1;
                return WireMark.Other;
        }
    }

    private WireMark ReadQuery(StatementKind kind)
    {
        switch (kind)
        {
            case StatementKind.Copy:
                _isCopying = true;
                return WireMark.Other;
            case StatementKind.Write when !_isInTransaction:
            case StatementKind.WholeTransaction:
                return CommitAt(_asked);
            default:
                return Follow(kind, _asked);
        }
    }

    private WireMark ReadExecute(StatementKind kind)
    {
        _hasUnsyncedWrite |= kind is StatementKind.Write or StatementKind.Copy;

        // Answered with the Sync that is to come.
        return Follow(kind, _asked + 1);
    }

    private WireMark Follow(StatementKind kind, int ask)
    {
        switch (kind)
        {
            case StatementKind.Begin:
                _isInTransaction = true;
                return WireMark.Other;
            case StatementKind.Rollback:
                _isInTransaction = false;
                return WireMark.Other;
            case StatementKind.Commit:
                _isInTransaction = false;
                _hasUnsyncedWrite = false;
                return CommitAt(ask);
            default:
                return WireMark.Other;
        }
    }

    private WireMark CommitAt(int ask)
    {
        _commitAt = ask;
        return WireMark.Commit;
    }

    private bool EndsWrite()
    {
        var ends = _hasUnsyncedWrite && !_isInTransaction;
        _hasUnsyncedWrite = false;
        return ends;
    }

    private bool EndsCopy()
    {
        var ends = _isCopying;
        _isCopying = false;
        return ends;
    }
}
