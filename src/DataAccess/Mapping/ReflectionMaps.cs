using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>Whether types without a generated map are mapped by reflection. A program that is published as native code or trimmed leaves it out.</summary>
internal static class ReflectionMaps
{
    private const string Switch = "DataAccess.ReflectionMaps";

    /// <summary>Whether they are; on by default. The property <c>DataAccessReflectionMaps</c> of a project sets it.</summary>
    [FeatureSwitchDefinition(Switch)]
    public static bool AreSupported => !AppContext.TryGetSwitch(Switch, out var isOn) || isOn;

    /// <summary>The error of a type that has no map.</summary>
    public static MappingException Missing(Type type)
        => new($"{type.Name} has no map, and reflection is switched off ({Switch} is false). Mark it [Row], or add [assembly: Row<{type.Name}>] for a type of another assembly.");
}
