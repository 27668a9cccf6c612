using System.Runtime.CompilerServices;

namespace DataAccess.Mapping;

/// <summary>
/// The approximate number of bytes of a value in a message to the server. Text counts one byte per character, which is exact for
/// ASCII and low for other scripts: the figure bounds memory and is not exact.
/// </summary>
internal static class WireSize
{
    private const int LengthPrefix = 4;

    public static int OfValue<T>()
        where T : struct
        => LengthPrefix + Unsafe.SizeOf<T>();

    public static int Of<T>(T? value)
        => typeof(T).IsValueType ? LengthPrefix + Unsafe.SizeOf<T>() : OfReference(value);

    public static int OfReference(object? value) => (int)Math.Min(int.MaxValue, LengthPrefix + value switch
    {
        null => 0,
        string text => text.Length,
        byte[] bytes => bytes.LongLength,
        string[] texts => texts.Sum(static text => (long)LengthPrefix + (text?.Length ?? 0)),
        byte[][] list => list.Sum(static bytes => LengthPrefix + (bytes?.LongLength ?? 0)),
        Array array => array.LongLength * 8,
        _ => 64,
    });
}
