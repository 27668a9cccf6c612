using DataAccess.Shared;

namespace DataAccess.PostgreSql.Types;

/// <summary>Types with a single encoding: bool, float4, float8, uuid, bytea.</summary>
internal static class ScalarEncoder
{
    private const int UuidBytes = 16;

    public static bool WriteBool(ByteBuffer buffer, bool value)
    {
        buffer.WriteInt32(sizeof(byte));
        buffer.Take(sizeof(byte))[0] = value ? (byte)1 : (byte)0;
        return true;
    }

    public static bool WriteFloat4(ByteBuffer buffer, float value)
    {
        buffer.WriteInt32(sizeof(float));
        buffer.WriteInt32(BitConverter.SingleToInt32Bits(value));
        return true;
    }

    public static bool WriteFloat8(ByteBuffer buffer, double value)
    {
        buffer.WriteInt32(sizeof(double));
        buffer.WriteInt64(BitConverter.DoubleToInt64Bits(value));
        return true;
    }

    public static bool WriteUuid(ByteBuffer buffer, Guid value)
    {
        buffer.WriteInt32(UuidBytes);
        return value.TryWriteBytes(buffer.Take(UuidBytes), bigEndian: true, out _);
    }

    public static bool WriteBytes(ByteBuffer buffer, byte[] value)
    {
        buffer.WriteInt32(value.Length);
        value.CopyTo(buffer.Take(value.Length));
        return true;
    }
}
