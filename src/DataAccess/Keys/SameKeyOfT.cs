using System.Runtime.CompilerServices;

namespace DataAccess.Keys;

/// <summary>
/// Which keys are sent as the same value, provably: those alike in every bit that the driver may look at. Keys that are equal
/// in .NET may be others in the database, such as times of another kind, and the other way round.
/// </summary>
internal sealed class SameKey<TKey> : IEqualityComparer<TKey>
    where TKey : notnull
{
    /// <summary>The comparer of a key type; null where the type's own says it, which is the fastest.</summary>
    public static readonly IEqualityComparer<TKey>? Comparer = SameKey.IsBitwise(typeof(TKey)) ? null : new SameKey<TKey>();

    public bool Equals(TKey? x, TKey? y) => (x, y) switch
    {
        (DateTime a, DateTime b) => a.Ticks == b.Ticks && a.Kind == b.Kind,
        (DateTimeOffset a, DateTimeOffset b) => a.EqualsExact(b),
        (decimal a, decimal b) => decimal.GetBits(a).AsSpan().SequenceEqual(decimal.GetBits(b)),
        (double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        (float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        _ => ReferenceEquals(x, y),
    };

    public int GetHashCode(TKey obj) => obj switch
    {
        DateTime or DateTimeOffset or decimal or double or float => obj.GetHashCode(),
        byte[] bytes => HashOf(bytes),
        _ => RuntimeHelpers.GetHashCode(obj),
    };

    private static int HashOf(byte[] bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
