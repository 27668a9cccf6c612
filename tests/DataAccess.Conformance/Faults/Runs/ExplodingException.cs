namespace DataAccess.Conformance.Faults;

/// <summary>What a caller's own code throws in a run.</summary>
public sealed class ExplodingException(string where) : Exception($"the {where} threw, as the run wants it");
