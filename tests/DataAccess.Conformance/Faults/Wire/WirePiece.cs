namespace DataAccess.Conformance.Faults;

/// <summary>Whole messages of a connection, as they came.</summary>
/// <param name="Bytes">The bytes, to be forwarded as they are.</param>
/// <param name="Mark">What they mean.</param>
public readonly record struct WirePiece(ReadOnlyMemory<byte> Bytes, WireMark Mark);
