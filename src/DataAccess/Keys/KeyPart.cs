namespace DataAccess.Keys;

/// <summary>What a key of several columns has to have for one of them.</summary>
/// <param name="Member">The row's member.</param>
/// <param name="Type">The member's type without <c>?</c>.</param>
/// <param name="IsNullable">Whether the member is a nullable value, which no part of a key is.</param>
internal sealed record KeyPart(string Member, Type Type, bool IsNullable);
