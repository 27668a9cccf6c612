using System.Buffers.Binary;
using System.Text;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.PostgreSql.Tests.Faults;

/// <summary>What commits, and what answers it, is found in PostgreSQL's protocol.</summary>
public sealed class PostgreSqlWireTests
{
    private const int SslRequest = 80877103;
    private const int CancelRequest = 80877102;
    private const int Version3 = 196608;

    private static readonly byte[] Ready = Message('Z', "I");

    [Fact]
    public void An_insert_on_its_own_commits_with_its_sync() => LoggedIn()
        .Client(Parse("", "insert into t select * from unnest($1)"))
        .Client(Bind("", ""))
        .Client(Message('D', "P\0"))
        .Client(Execute(""))
        .Client(Message('S'), WireMark.Commit)
        .Server(Message('1'), WireMark.AnswerPart)
        .Server(Message('2'), WireMark.AnswerPart)
        .Server(Message('C', "INSERT 0 1\0"), WireMark.AnswerPart)
        .Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_prepared_insert_is_known_by_its_name() => LoggedIn()
        .Client(Parse("_p1", "with l as (insert into ledger values ($1)) insert into t values ($2)"))
        .Client(Message('S'))
        .Server(Message('1'))
        .Server(Ready)
        .Client(Parse("_p2", "select 1"))
        .Client(Bind("", "_p2"))
        .Client(Execute(""))
        .Client(Message('S'))
        .Server(Ready)
        .Client(Bind("", "_p1"))
        .Client(Execute(""))
        .Client(Message('S'), WireMark.Commit)
        .Server(Message('C', "INSERT 0 1\0"), WireMark.AnswerPart)
        .Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void In_a_transaction_only_its_commit_commits() => LoggedIn()
        .Client(Query("BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED"))
        .Client(Parse("", "insert into t values ($1)"))
        .Client(Bind("", ""))
        .Client(Execute(""))
        .Client(Message('S'))
        .Server(Message('C', "BEGIN\0"))
        .Server(Message('Z', "T"))
        .Server(Message('C', "INSERT 0 1\0"))
        .Server(Message('Z', "T"))
        .Client(Query("COMMIT"), WireMark.Commit)
        .Server(Message('C', "COMMIT\0"), WireMark.AnswerPart)
        .Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    // Everything in one round trip: what the COMMIT's unit answers includes the answers to the statements before it.
    [Fact]
    public void A_pipelined_transaction_commits_with_the_execution_of_its_commit() => LoggedIn()
        .Client(Parse("", "begin")).Client(Bind("", "")).Client(Execute(""))
        .Client(Parse("", "insert into t values (1)")).Client(Bind("", "")).Client(Execute(""))
        .Client(Parse("", "commit")).Client(Bind("", "")).Client(Execute(""), WireMark.Commit)
        .Client(Message('S'))
        .Server(Message('C', "BEGIN\0"), WireMark.AnswerPart)
        .Server(Message('C', "COMMIT\0"), WireMark.AnswerPart)
        .Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_rollback_ends_the_transaction_and_commits_nothing() => LoggedIn()
        .Client(Query("begin")).Server(Ready)
        .Client(Query("insert into t values (1)")).Server(Message('E', "no\0")).Server(Ready)
        .Client(Query("ROLLBACK")).Server(Ready)
        .Client(Query("insert into t values (2)"), WireMark.Commit).Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_copy_on_its_own_commits_with_its_end() => LoggedIn()
        .Client(Query("COPY t (a, b) FROM STDIN BINARY"))
        .Server(Message('G', "\0\0\0"))
        .Client(Message('d', "rows"), WireMark.Data)
        .Client(Message('d', "more rows"), WireMark.Data)
        .Client(Message('c'), WireMark.Commit)
        .Server(Message('C', "COPY 2\0"), WireMark.AnswerPart)
        .Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_copy_in_a_transaction_commits_nothing_by_itself() => LoggedIn()
        .Client(Query("begin")).Server(Ready)
        .Client(Query("COPY t FROM STDIN BINARY")).Server(Message('G', "\0\0\0"))
        .Client(Message('d', "rows"), WireMark.Data)
        .Client(Message('c')).Server(Message('C', "COPY 1\0")).Server(Ready)
        .Client(Query("commit"), WireMark.Commit).Server(Ready, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_copy_given_up_commits_nothing() => LoggedIn()
        .Client(Query("COPY t FROM STDIN BINARY")).Server(Message('G', "\0\0\0"))
        .Client(Message('d', "rows"), WireMark.Data)
        .Client(Message('f', "cancelled\0")).Server(Message('E', "given up\0")).Server(Ready)
        .Client(Query("select 1")).Server(Ready)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_cancel_request_has_no_answer()
        => new WireScript(static () => new PostgreSqlWire()).Client(Untyped(CancelRequest, "12345678"), WireMark.Cancel).AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void Last_words_in_place_of_an_answer_are_not_lost()
    {
        var wire = new PostgreSqlWire();
        wire.FromClient(Untyped(Version3, ""));
        wire.FromServer(Ready);
        wire.FromClient(Query("insert into t values (1)"));
        var words = Message('E', "terminating connection\0");

        Assert.Empty(wire.FromServer(words));

        Assert.Equal(words, wire.ServerClosed().Bytes.ToArray());
    }

    [Fact]
    public void An_encrypted_connection_is_refused_in_words()
    {
        var wire = new PostgreSqlWire();
        wire.FromClient(Untyped(SslRequest, ""));

        Assert.Contains("encrypted", Assert.Throws<InvalidOperationException>(() => wire.FromServer("S"u8)).Message, StringComparison.Ordinal);
    }

    private static WireScript LoggedIn() => new WireScript(static () => new PostgreSqlWire())
        .Client(Untyped(SslRequest, ""))
        .Server([(byte)'N'])
        .Client(Untyped(Version3, "user\0app\0\0"))
        .Server(Message('R', "\0\0\0\0"))
        .Server(Message('K', "12345678"))
        .Server(Ready);

    private static byte[] Query(string text) => Message('Q', text + "\0");

    private static byte[] Parse(string name, string text) => Message('P', $"{name}\0{text}\0\0\0");

    private static byte[] Bind(string portal, string statement) => Message('B', $"{portal}\0{statement}\0\0\0\0\0");

    private static byte[] Execute(string portal) => Message('E', $"{portal}\0\0\0\0\0");

    private static byte[] Message(char type, string body = "") => [(byte)type, .. Untyped(null, body)];

    private static byte[] Untyped(int? code, string body)
    {
        byte[] content = [.. code is { } value ? Number(value) : [], .. Encoding.Latin1.GetBytes(body)];
        return [.. Number(content.Length + sizeof(int)), .. content];
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
