using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>For which keys the database compares as .NET does, so that a row's key says who asked for it.</summary>
internal static class KeyTypes
{
    public static bool IsInteger(Type type)
        => Type.GetTypeCode(type) is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16
            or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64;

    /// <summary>Whether a key type may be compared so; it depends on the column as well.</summary>
    public static bool MayBeExact(Type key) => IsInteger(key) || key == typeof(Guid);

    /// <summary>
    /// Whether the column does too: whole numbers against whole numbers, and identifiers. Text, floats and decimals have
    /// equalities of their own, and MySQL takes the year 26 for 2026.
    /// </summary>
    /// <param name="result">A result with the key's column.</param>
    /// <param name="ordinal">Where the column is.</param>
    /// <param name="key">The key's type.</param>
    public static bool IsExact(DbDataReader result, int ordinal, Type key)
        => key == typeof(Guid)
            ? result.GetFieldType(ordinal) == typeof(Guid)
            : IsInteger(result.GetFieldType(ordinal)) && !string.Equals(result.GetDataTypeName(ordinal), "YEAR", StringComparison.OrdinalIgnoreCase);
}
