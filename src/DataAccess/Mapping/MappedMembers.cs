using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>The members that trimming must preserve of a type that rows are mapped to.</summary>
internal static class MappedMembers
{
    public const DynamicallyAccessedMemberTypes All =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicFields;
}
