using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataAccess.Events.Messages;

/// <summary>Which part of a subscription a key belongs to. It never changes, as it is stored: the 64 bits of xxHash3 of the key's UTF-16, folded.</summary>
internal static class KeyHash
{
    /// <summary>The hash, not negative; a random one where there is no key.</summary>
    public static int Of(string? key)
    {
        if (key is null)
        {
            return Random.Shared.Next();
        }

        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()));
        return (int)((hash ^ (hash >> 32)) & int.MaxValue);
    }
}
