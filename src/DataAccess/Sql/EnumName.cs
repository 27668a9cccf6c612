using System.Globalization;

namespace DataAccess.Sql;

/// <summary>The name of an enum's value, as a column of names takes it.</summary>
internal static class EnumName
{
    /// <summary>The name; several, of an enum of flags, are separated by commas.</summary>
    /// <exception cref="MappingException">The number has no name.</exception>
    public static string Of(Type enumType, object number)
    {
        var value = Enum.ToObject(enumType, number);
        var name = value.ToString()!;
        if (enumType.IsDefined(typeof(FlagsAttribute), inherit: false) && value.Equals(Enum.ToObject(enumType, 0)))
        {
            // A set without any of its names.
            return "";
        }

        return char.IsLetter(name[0]) || name[0] == '_'
            ? name.Replace(", ", ",", StringComparison.Ordinal)
            : throw new MappingException(
                $"{Convert.ToString(number, CultureInfo.InvariantCulture)} is not a named value of the enum {enumType.Name}, and its column stores names. Store one of {string.Join(", ", Enum.GetNames(enumType))}.");
    }
}
