using System.Runtime.CompilerServices;

namespace DataAccess;

/// <summary>
/// About how many bytes a value takes in a message to the server. Text counts one byte a character, which is right for
/// ASCII and low for other scripts: the figure keeps memory bounded, it is not exact.
/// </summary>
internal static class WireSize
{
    private const int LengthPrefix = 4;

    public static int OfValue<T>()
        where T : struct
        => LengthPrefix + Unsafe.SizeOf<T>();

    public static int OfReference(object? value) => LengthPrefix + value switch
    {
        null => 0,
        string text => text.Length,
        byte[] bytes => bytes.Length,
        string[] texts => texts.Sum(static text => LengthPrefix + (text?.Length ?? 0)),
        byte[][] list => list.Sum(static bytes => LengthPrefix + (bytes?.Length ?? 0)),
        Array array => array.Length * 8,
        _ => 64,
    };
}
