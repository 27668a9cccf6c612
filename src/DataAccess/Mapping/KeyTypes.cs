using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>The keys that the database compares as .NET does, so that a row's key identifies the callers that requested it.</summary>
internal static class KeyTypes
{
    public static bool IsInteger(Type type)
        => Type.GetTypeCode(type) is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16
            or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64;

    /// <summary>Whether a key type may be compared this way; it also depends on the column.</summary>
    public static bool MayBeExact(Type key) => IsInteger(key) || key == typeof(Guid);

    /// <summary>
    /// Whether the column is compared this way too: integers with integers, and identifiers, also in MySQL's char(36). Other text, floats and decimals have
    /// equalities of their own, and MySQL treats the year 26 as 2026.
    /// </summary>
    /// <param name="result">A result with the key's column.</param>
    /// <param name="ordinal">The column's ordinal.</param>
    /// <param name="key">The key's type.</param>
    public static bool IsExact(DbDataReader result, int ordinal, Type key)
        => key == typeof(Guid)
            ? result.GetFieldType(ordinal) == typeof(Guid) || result.GetDataTypeName(ordinal) == "CHAR(36)"
            : IsInteger(result.GetFieldType(ordinal)) && !string.Equals(result.GetDataTypeName(ordinal), "YEAR", StringComparison.OrdinalIgnoreCase);
}
