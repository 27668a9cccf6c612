namespace DataAccess.Sql;

/// <summary>Enums are sent as their number; a caller that stores them as text passes <c>value.ToString()</c>.</summary>
internal static class EnumNumber
{
    public static SqlSegment IfEnum(in SqlSegment segment)
    {
        if (!segment.Type!.IsEnum)
        {
            return segment;
        }

        var number = Enum.GetUnderlyingType(segment.Type);
        var value = segment.Value switch
        {
            null => null,
            Array list => list.Cast<object?>().Select(item => ToNumber(item, number)).ToArray(),
            var single => ToNumber(single, number),
        };
        return segment with { Type = number, Value = value };
    }

    private static object? ToNumber(object? value, Type number) => value is null ? null : Convert.ChangeType(value, number, null);
}
