using DataAccess.Mapping;

namespace DataAccess.Tests;

/// <summary>A row of the fake table: a number, and as many bytes as the test wants.</summary>
internal sealed record Row(int Id, int Bytes = 0)
{
    private readonly byte[] _payload = new byte[Bytes];

    /// <summary>What <see cref="TableMap{T}.SizeOf"/> says of a row without a payload.</summary>
    public const int Overhead = 12;

    public static TableMap<Row> Map { get; } = new(
        new TableName("rows"),
        [ColumnMap<Row>.Create("id", static r => r.Id, new ColumnTraits { IsKey = true }), ColumnMap<Row>.CreateReference("payload", static r => r._payload)]);
}
