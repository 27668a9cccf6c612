using System.Buffers.Binary;
using System.Globalization;
using CsCheck;
using DataAccess.Conformance;
using DataAccess.PostgreSql.Types;
using DataAccess.Shared;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>What the encoders of COPY write is what the server itself sends for the same value, and what the driver sends.</summary>
public sealed class PostgreSqlCopyEncodingTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private const int Samples = 2_000;

    private static readonly decimal[] Edges =
    [
        0m, 0.0m, 0.0000000000000000000000000000m, -0.00m, 1m, -1m, 10_000m, 9_999m, 99_990_000m, 0.1m, 0.01m, 0.001m, 0.0001m, 0.00001m,
        1.10m, 1.0000m, 100_000_000m, 100_000_000.0000m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m,
        7.9228162514264337593543950335m, ulong.MaxValue, (decimal)ulong.MaxValue + 1, 12345678901234567890123456.78m,
    ];

    [Fact]
    public async Task Numerics_are_written_as_the_server_sends_them()
    {
        await using var connection = await OpenAsync();
        var anyScale = Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28]).Select(static (low, middle, high, negative, scale) => new decimal(low, middle, high, negative, scale));
        decimal[] values = [.. Edges, .. Gen.Frequency((3, anyScale), (1, Gen.Decimal), (1, Gen.Long.Select(static l => (decimal)l))).Array[Samples].Single()];

        // As text, so that the driver's own encoding has no part in it.
        await using var command = new NpgsqlCommand("select numeric_send(v::numeric) from unnest($1) with ordinality as t (v, n) order by n", connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. values.Select(static v => v.ToString(CultureInfo.InvariantCulture))] } },
        };
        await using var reader = await command.ExecuteReaderAsync(Token);
        foreach (var value in values)
        {
            Assert.True(await reader.ReadAsync(Token));
            var expected = reader.GetFieldValue<byte[]>(0);
            Assert.True(expected.AsSpan().SequenceEqual(Encode(NumericEncoder.Write, value)), $"{value}: {Convert.ToHexString(expected)} and not {Convert.ToHexString(Encode(NumericEncoder.Write, value))}");
        }
    }

    [Fact]
    public async Task Times_are_written_as_the_driver_sends_them()
    {
        DateTime[] times =
        [
            DateTime.MinValue, DateTime.MaxValue, DateTime.MinValue.AddTicks(1), DateTime.MaxValue.AddTicks(-1), new(1999, 12, 31, 23, 59, 59, 999, 999), DateTime.UnixEpoch,
            new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddTicks(-1), new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Local).AddTicks(1),
            .. Gen.Select(Gen.DateTime, Gen.Enum<DateTimeKind>()).Select(static (t, kind) => DateTime.SpecifyKind(t, kind)).Array[200].Single(),
        ];
        await AssertAsDriverAsync("timestamp_send", "timestamp", times, TimeEncoder.WriteTimestamp);
        await AssertAsDriverAsync("timestamptz_send", "timestamptz", times, TimeEncoder.WriteTimestamp);
        DateTimeOffset[] instants = [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, .. times[4..].Select(static t => new DateTimeOffset(DateTime.SpecifyKind(t, DateTimeKind.Unspecified), TimeSpan.FromHours(5)))];
        await AssertAsDriverAsync("timestamptz_send", "timestamptz", instants, TimeEncoder.WriteTimestamp);
        await AssertAsDriverAsync("timestamp_send", "timestamp", instants, TimeEncoder.WriteTimestamp);
        await AssertAsDriverAsync("date_send", "date", [DateOnly.MinValue, DateOnly.MaxValue, new(1, 1, 2), new(9999, 12, 30), new(2000, 1, 1), new(1999, 12, 31)], TimeEncoder.WriteDate);
        await AssertAsDriverAsync("time_send", "time", [TimeOnly.MinValue, TimeOnly.MaxValue, new(12, 30, 1, 5, 7)], TimeEncoder.WriteTime);
        await AssertAsDriverAsync(
            "interval_send",
            "interval",
            [TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, TimeSpan.FromTicks(-1), TimeSpan.FromHours(-25), TimeSpan.FromDays(400) + TimeSpan.FromTicks(19), .. Gen.TimeSpan.Array[200].Single()],
            TimeEncoder.WriteInterval);
    }

    [Fact]
    public async Task Other_values_are_written_as_the_driver_sends_them()
    {
        await AssertAsDriverAsync("float4send", "float4", [0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, float.MaxValue, 1.1f], ScalarEncoder.WriteFloat4);
        await AssertAsDriverAsync("float8send", "float8", [0.0, double.NaN, double.NegativeInfinity, double.Epsilon, double.MinValue, 0.1], ScalarEncoder.WriteFloat8);
        await AssertAsDriverAsync("uuid_send", "uuid", [Guid.Empty, Guid.NewGuid(), Guid.AllBitsSet], ScalarEncoder.WriteUuid);
        await AssertAsDriverAsync("boolsend", "bool", [true, false], ScalarEncoder.WriteBool);
        await AssertAsDriverAsync("int2send", "int2", [short.MinValue, short.MaxValue, (short)-1], IntegerEncoder<short>.WriteInt2);
        await AssertAsDriverAsync("int8send", "int8", [uint.MaxValue, 0u], IntegerEncoder<uint>.WriteInt8);
        await AssertAsDriverAsync("numeric_send", "numeric", [ulong.MaxValue, 0ul], IntegerEncoder<ulong>.WriteNumeric);
        await AssertAsDriverAsync("textsend", "text", ["", "a\u20ac\U0001F600", new string('x', 100_000)], TextEncoder.Write);
        await AssertAsDriverAsync("jsonb_send", "jsonb", ["{\"a\": 1}", "null"], TextEncoder.WriteJsonb);
    }

    [Fact]
    public void What_a_column_cannot_hold_has_no_form()
    {
        var buffer = new ByteBuffer();

        Assert.False(IntegerEncoder<int>.WriteInt2(buffer, 32_768));
        Assert.False(IntegerEncoder<long>.WriteInt4(buffer, -2_147_483_649));
        Assert.False(IntegerEncoder<ulong>.WriteInt8(buffer, ulong.MaxValue));
        Assert.False(TextEncoder.Write(buffer, "half \ud800"));
        Assert.False(TextEncoder.Write(buffer, '\udc00'));
        buffer.Release();
    }

    private async Task AssertAsDriverAsync<T>(string send, string type, T[] values, CopyEncoder<T> encoder)
        where T : notnull
    {
        foreach (var value in values)
        {
            var expected = await Db.QuerySingleAsync<byte[]>($"select {SqlStatement.Raw(send)}({value}::{SqlStatement.Raw(type)})", Token);
            var written = Encode(encoder, value);
            Assert.True(expected.AsSpan().SequenceEqual(written), $"{type} {value}: {Convert.ToHexString(expected)} and not {Convert.ToHexString(written)}");
        }
    }

    private static byte[] Encode<T>(CopyEncoder<T> encoder, T value)
    {
        var buffer = new ByteBuffer();
        Assert.True(encoder(buffer, value));
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        Assert.Equal(bytes.Length - sizeof(int), BinaryPrimitives.ReadInt32BigEndian(bytes));
        return bytes[sizeof(int)..];
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        return connection;
    }
}
