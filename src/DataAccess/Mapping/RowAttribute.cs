namespace DataAccess;

/// <summary>
/// Has the compiler make the map of a type: rows become objects, and objects rows, without reflection. The type's attributes mean the same as
/// without it. Programs that are published as native code need it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class RowAttribute : Attribute
{
    /// <summary>
    /// The <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> by which members that are stored as JSON are written and read.
    /// Default null: by the reflection of System.Text.Json, which native code does not have.
    /// </summary>
    public Type? Json { get; set; }
}
