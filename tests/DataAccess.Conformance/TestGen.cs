using CsCheck;

namespace DataAccess.Conformance;

/// <summary>Random values for the suites.</summary>
public static class TestGen
{
    /// <summary>One of some values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Mostly random values, with some that matter among them.</summary>
    public static Gen<T> Edged<T>(Gen<T> values, params T[] edges) => Gen.Frequency((3, values), (2, OneOf(edges)));
}
