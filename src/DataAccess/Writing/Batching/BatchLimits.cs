using System.Runtime.InteropServices;

namespace DataAccess.Writing.Batching;

/// <summary>How large a batch may become, and how old the rows that wait for company.</summary>
/// <param name="MaxRows">Rows.</param>
/// <param name="MaxBytes">Bytes of values, as the options say.</param>
/// <param name="PacketBytes">Bytes of values, as the server says.</param>
/// <param name="Linger">How long a row waits for others; zero for not at all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchLimits(int MaxRows, long MaxBytes, long PacketBytes, TimeSpan Linger)
{
    public static BatchLimits Of<T>(BatchingWriterOptions<T> options, long statementLimit)
        => new(options.MaxBatchRows, options.MaxBatchBytes, statementLimit, options.Linger);
}
