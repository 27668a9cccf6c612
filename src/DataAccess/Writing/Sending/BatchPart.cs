using System.Runtime.InteropServices;

namespace DataAccess.Writing.Sending;

/// <summary>Some rows of a batch, sent together.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchPart(int Start, int Count)
{
    /// <summary>The rows before one of them.</summary>
    public BatchPart Before(int index) => new(Start, index);

    /// <summary>The rows after one of them.</summary>
    public BatchPart After(int index) => new(Start + index + 1, Count - index - 1);
}
