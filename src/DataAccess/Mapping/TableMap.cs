using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>Makes a <see cref="TableMap{T}"/> from a type's properties and attributes.</summary>
/// <remarks>
/// The table is the type's name in snake_case, or <c>[Table]</c>. Each public property is a column, its name in snake_case or
/// <c>[Column]</c>. The key is <c>[Key]</c>, or the property <c>Id</c>. <c>[DatabaseGenerated]</c> columns are made by the
/// database; a <c>[ConcurrencyCheck]</c> number counts changes. <c>[NotMapped]</c> leaves a property out. Enums are numbers, or text with <c>[Column(TypeName = "text")]</c>.
/// A property of any type is kept as JSON with <c>[Column(TypeName = "json")]</c> or <c>"jsonb"</c>, written and read by System.Text.Json
/// with its default options; a string with it holds the JSON text itself. Arrays such as <c>int[]</c> and <c>string[]</c> are array columns,
/// which only PostgreSQL has.
/// </remarks>
public static class TableMap
{
    /// <summary>The map of a type, made once.</summary>
    /// <typeparam name="T">The row.</typeparam>
    /// <exception cref="MappingException">A property is of a type that no column holds, or the type cannot be made from a row.</exception>
    public static TableMap<T> For<[DynamicallyAccessedMembers(MappedMembers.All)] T>()
        => Cache<T>.Map ??= Build<T>();

    private static TableMap<T> Build<[DynamicallyAccessedMembers(MappedMembers.All)] T>()
    {
        var type = MappedType.Of(typeof(T));
        return new TableMap<T>(type.Table, Array.ConvertAll(type.Members, ColumnMapBuilder<T>.Build), RowReader.Create<T>);
    }

    // Not a static initialiser: its failure would reach callers as a TypeInitializationException.
    private static class Cache<T>
    {
        public static TableMap<T>? Map { get; set; }
    }
}
