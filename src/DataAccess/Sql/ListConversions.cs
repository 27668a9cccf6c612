namespace DataAccess.Sql;

/// <summary>The converters of lists to the arrays that PostgreSQL stores.</summary>
internal static class ListConversions
{
    public static IEnumerable<ValueConversion> Of<TElement>() =>
    [
        Convert<TElement, List<TElement>>(static array => [.. array]),
        Convert<TElement, IReadOnlyList<TElement>>(static array => array),
        Convert<TElement, IList<TElement>>(static array => new List<TElement>(array)),
    ];

    private static TypedConversion<TList, TElement[]> Convert<TElement, TList>(Func<TElement[], TList> toList)
        where TList : class, IEnumerable<TElement>
        => new(new DelegateConverter<TList, TElement[]>(static list => [.. list], toList), isOfDriver: true);
}
