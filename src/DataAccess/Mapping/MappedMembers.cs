using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>What a trimmer must keep of a type that rows are mapped to.</summary>
internal static class MappedMembers
{
    public const DynamicallyAccessedMemberTypes All =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;
}
