using System.Runtime.InteropServices;

namespace DataAccess.Writing.Batching;

/// <summary>The maximum size of a batch, and the maximum age of rows that wait for others.</summary>
/// <param name="MaxRows">Rows.</param>
/// <param name="MaxBytes">Bytes of values, from the options.</param>
/// <param name="StatementLimit">Bytes of values that the server accepts in one statement.</param>
/// <param name="Linger">How long a row waits for others; zero for no wait.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchLimits(int MaxRows, long MaxBytes, long StatementLimit, TimeSpan Linger)
{
    public static BatchLimits Of<T>(BatchingWriterOptions<T> options, long statementLimit)
        => new(options.MaxBatchRows, options.MaxBatchBytes, statementLimit, options.Linger);
}
