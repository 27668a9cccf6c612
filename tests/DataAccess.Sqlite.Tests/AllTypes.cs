using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Sqlite.Tests;

/// <summary>A column of each CLR type that SQLite takes.</summary>
[Table("all_types")]
public sealed record AllTypes(
    long Id,
    bool Flag,
    byte B,
    sbyte Sb,
    short S,
    ushort Us,
    int I,
    uint Ui,
    ulong Ul,
    float F,
    double D,
    decimal M,
    char C,
    string? Text,
    byte[]? Bytes,
    Guid Token,
    DateTime Time,
    DateTimeOffset Offset,
    DateOnly Date,
    TimeOnly Clock,
    TimeSpan Span,
    int? Missing);
