using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DataAccess.Migrations.Files.Contents;

/// <summary>Takes the checksum of a text that comes in pieces.</summary>
/// <param name="isEarlier">Whether it is the one that version 0.1 wrote.</param>
internal sealed class ScriptHash(bool isEarlier = false) : IDisposable
{
    private const int MaxPiece = 4_096;

    /// <summary>What version 0.1 took for line feeds.</summary>
    public static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\f\u0085\u2028\u2029");

    private static readonly SearchValues<char> Returns = SearchValues.Create('\r');

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _bytes = new byte[Encoding.UTF8.GetMaxByteCount(MaxPiece)];
    private bool _endsInReturn;

    /// <summary>Whether the text has line ends that version 0.1 took for line feeds.</summary>
    public bool HasOtherLineEnds { get; private set; }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && _endsInReturn)
        {
            _endsInReturn = false;
            if (text[0] != '\n')
            {
                AppendOther('\r');
            }
        }

        while (text.IndexOfAny(isEarlier ? LineEnds : Returns) is >= 0 and var at)
        {
            Encode(text[..at]);
            var end = text[at];
            text = text[(at + 1)..];
            if (end != '\r')
            {
                AppendOther(end);
            }
            else if (text.IsEmpty)
            {
                _endsInReturn = true;
            }
            else if (text[0] != '\n')
            {
                AppendOther(end);
            }
        }

        Encode(text);
    }

    /// <summary>The checksum in hex.</summary>
    public string End()
    {
        if (_endsInReturn)
        {
            AppendOther('\r');
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void AppendOther(char end)
    {
        HasOtherLineEnds = true;
        Encode([isEarlier ? '\n' : end]);
    }

    private void Encode(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var piece = text[..Math.Min(text.Length, MaxPiece)];
            _hash.AppendData(_bytes, 0, _encoder.GetBytes(piece, _bytes, flush: false));
            text = text[piece.Length..];
        }
    }
}
