using System.Runtime.CompilerServices;
using DataAccess.Mapping;

namespace DataAccess.Keys;

/// <summary>Keys of an enum's type, whose column is read as a number.</summary>
internal static class EnumKey
{
    /// <summary>Reads a row's key; null where the key is no such enum, or is kept otherwise.</summary>
    public static Func<TEntity, TKey>? Getter<TEntity, TKey>(ColumnMap<TEntity> key)
        => !typeof(TKey).IsEnum || key.EnumType != typeof(TKey) ? null : key.Getter switch
        {
            Func<TEntity, int> get => As<TEntity, int, TKey>(get),
            Func<TEntity, byte> get => As<TEntity, byte, TKey>(get),
            Func<TEntity, sbyte> get => As<TEntity, sbyte, TKey>(get),
            Func<TEntity, short> get => As<TEntity, short, TKey>(get),
            Func<TEntity, ushort> get => As<TEntity, ushort, TKey>(get),
            Func<TEntity, uint> get => As<TEntity, uint, TKey>(get),
            Func<TEntity, long> get => As<TEntity, long, TKey>(get),
            Func<TEntity, ulong> get => As<TEntity, ulong, TKey>(get),
            _ => null,
        };

    /// <summary>Whether a key of an enum's type is asked for where the column is text.</summary>
    public static bool IsText<TKey>(Type column) => typeof(TKey).IsEnum && column == typeof(string);

    /// <summary>A column reads an enum as the number it is made of, so that both have the same bits.</summary>
    private static Func<TEntity, TKey> As<TEntity, TNumber, TKey>(Func<TEntity, TNumber> get)
        => row =>
        {
            var number = get(row);
            return Unsafe.As<TNumber, TKey>(ref number);
        };
}
