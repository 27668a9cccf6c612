namespace DataAccess.Sql;

/// <summary>
/// Enums are sent as their number, but by name to a column of names, see <see cref="EnumParameters"/>; a caller that stores them as text passes
/// <c>value.ToString()</c>.
/// </summary>
internal static class EnumNumber
{
    /// <summary>The type of the numbers in an array of an enum: the smallest of PostgreSQL's that has all of them.</summary>
    public static Type ArrayElement(Type enumType) => Type.GetTypeCode(enumType) switch
    {
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 => typeof(short),
        TypeCode.UInt16 or TypeCode.Int32 => typeof(int),
        _ => typeof(long),
    };

    public static SqlSegment IfEnum(in SqlSegment segment)
    {
        if (!segment.Type!.IsEnum)
        {
            return segment;
        }

        var number = Enum.GetUnderlyingType(segment.Type);
        return segment with { Type = number, EnumType = segment.Type, Value = segment.Value is null ? null : ToNumber(segment.Value, number) };
    }

    /// <summary>The number of an enum value.</summary>
    public static object Of(Enum value) => ToNumber(value, Enum.GetUnderlyingType(value.GetType()));

    private static object ToNumber(object value, Type number) => Convert.ChangeType(value, number, null);
}
