namespace DataAccess.Sql;

/// <summary>
/// Everything about a statement except its values: texts, names, declared types, the number of parameters of its lists, and how its
/// columns are told apart. Two statements with the same fingerprint have the same SQL. Compared in full, never by hash alone.
/// </summary>
internal readonly struct SqlFingerprint : IEquatable<SqlFingerprint>
{
    private readonly SqlSegment[] _segments;
    private readonly ColumnSplit? _split;
    private readonly int _hash;

    private SqlFingerprint(SqlSegment[] segments, ColumnSplit? split, int hash)
    {
        _segments = segments;
        _split = split;
        _hash = hash;
    }

    /// <summary>The fingerprint of a statement for a dialect: if the dialect expands lists, their length matters.</summary>
    public static SqlFingerprint Of(SqlStatement statement, SqlDialect dialect)
    {
        var segments = statement.Segments.ToArray();
        var hash = new HashCode();
        for (var i = 0; i < segments.Length; i++)
        {
            ref var segment = ref segments[i];
            var places = segment.Kind == SqlSegmentKind.List && !dialect.SendsListsAsArrays
                ? ListPlaces.Of(segment, dialect)
                : 0;
            segment = segment with { Value = segment.Kind == SqlSegmentKind.List ? places : null };
            hash.Add(segment.Kind);
            hash.Add(segment.Text, StringComparer.Ordinal);
            hash.Add(segment.Type);
            hash.Add(places);
        }

        return new SqlFingerprint(segments, statement.Split, hash.ToHashCode());
    }

    public bool Equals(SqlFingerprint other) => _hash == other._hash && _split == other._split && _segments.AsSpan().SequenceEqual(other._segments);

    public override bool Equals(object? obj) => obj is SqlFingerprint other && Equals(other);

    public override int GetHashCode() => _hash;
}
