using System.Buffers.Binary;
using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>Numbers in network byte order.</summary>
internal static class NetworkOrder
{
    public static void WriteInt16(this ByteBuffer buffer, short value) => BinaryPrimitives.WriteInt16BigEndian(buffer.Take(sizeof(short)), value);

    public static void WriteInt32(this ByteBuffer buffer, int value) => BinaryPrimitives.WriteInt32BigEndian(buffer.Take(sizeof(int)), value);

    public static void WriteInt64(this ByteBuffer buffer, long value) => BinaryPrimitives.WriteInt64BigEndian(buffer.Take(sizeof(long)), value);
}
