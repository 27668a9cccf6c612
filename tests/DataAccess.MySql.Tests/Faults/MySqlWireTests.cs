using System.Text;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.MySql.Tests.Faults;

/// <summary>What commits, and what answers it, is found in the protocol of MySQL and MariaDB.</summary>
public sealed class MySqlWireTests
{
    private static readonly byte[] Ok = Packet(1, "\0\0\0\x02\0\0\0");

    [Theory]
    [InlineData("insert into t values (1)")]
    [InlineData("  REPLACE into t values (1)")]
    [InlineData("begin; insert into t values (1); commit")]
    [InlineData("\0\x01insert into t values (1)")]
    public void A_statement_on_its_own_commits(string text) => LoggedIn()
        .Client(Query(text), WireMark.Commit)
        .Server(Ok, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Theory]
    [InlineData("begin")]
    [InlineData("start transaction")]
    [InlineData("set session transaction isolation level repeatable read; start transaction;")]
    public void In_a_transaction_only_its_commit_commits(string begin) => LoggedIn()
        .Client(Query(begin)).Server(Ok)
        .Client(Query("insert into t values (1)")).Server(Ok)
        .Client(Query("commit"), WireMark.Commit).Server(Ok, WireMark.Answer)
        .Client(Query("select 1")).Server(Ok)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_kill_is_recognised_and_has_an_answer_that_nobody_waits_for() => new WireScript(static () => new MySqlWire())
        .Client(Query("KILL QUERY 7"), WireMark.Cancel).Server(Ok)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_rollback_ends_the_transaction_and_commits_nothing() => LoggedIn()
        .Client(Query("begin")).Server(Ok)
        .Client(Query("insert into t values (1)")).Server(Ok)
        .Client(Query("rollback")).Server(Ok)
        .Client(Query("insert into t values (2)"), WireMark.Commit).Server(Ok, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void A_prepared_insert_is_known_by_its_number() => LoggedIn()
        .Client(Packet(0, "\x16select 1")).Server(Packet(1, "\0\x07\0\0\0rest"))
        .Client(Packet(0, "\x16insert into t values (?)")).Server(Packet(1, "\0\x08\0\0\0rest"))
        .Client(Packet(0, "\x17\x07\0\0\0values")).Server(Ok)
        .Client(Packet(0, "\x17\x08\0\0\0values"), WireMark.Commit).Server(Ok, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    [Fact]
    public void Data_on_its_own_commits_with_its_end() => LoggedIn()
        .Client(Query("LOAD DATA LOCAL INFILE 'x' INTO TABLE t")).Server(Packet(1, "\xFBx"))
        .Client(Packet(2, "rows"), WireMark.Data)
        .Client(Packet(3, "more rows"), WireMark.Data)
        .Client(Packet(4, ""), WireMark.Commit)
        .Server(Ok, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    // The number of a packet has one byte, so in a long stream it is 0 again.
    [Fact]
    public void Data_in_a_transaction_commits_nothing_by_itself_however_long_it_is()
    {
        var script = LoggedIn().Client(Query("begin")).Server(Ok).Client(Query("load data local infile 'x' into table t")).Server(Packet(1, "\xFBx"));
        for (var number = 2; number < 300; number++)
        {
            script.Client(Packet((byte)number, "\x03insert"), WireMark.Data);
        }

        script.Client(Packet(300 & 0xFF, "")).Server(Ok)
            .Client(Query("commit"), WireMark.Commit).Server(Ok, WireMark.Answer)
            .AssertRecognisedHoweverItIsSplit();
    }

    [Fact]
    public void Data_that_the_server_does_not_want_is_not_waited_for() => LoggedIn()
        .Client(Query("load data local infile 'x' into table t")).Server(Packet(1, "\xFFno"))
        .Client(Query("insert into t values (1)"), WireMark.Commit).Server(Ok, WireMark.Answer)
        .AssertRecognisedHoweverItIsSplit();

    private static WireScript LoggedIn() => new WireScript(static () => new MySqlWire())
        .Server(Packet(0, "\n9.7.0\0greeting"))
        .Client(Packet(1, "response"))
        .Server(Packet(2, "\0\0\0\x02\0\0\0"));

    private static byte[] Query(string text) => Packet(0, "\x03" + text);

    private static byte[] Packet(byte number, string payload)
        => [(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), number, .. Encoding.Latin1.GetBytes(payload)];
}
