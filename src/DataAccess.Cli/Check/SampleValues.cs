namespace DataAccess.Cli.Check;

/// <summary>A value of each type, which a statement is given in place of the program's: the server looks at its type.</summary>
internal static class SampleValues
{
    private static readonly Dictionary<string, Action<SqlStatement>> ByType = new(StringComparer.Ordinal);

    static SampleValues()
    {
        Add(false);
        Add<byte>(0);
        Add<sbyte>(0);
        Add<short>(0);
        Add<ushort>(0);
        Add(0);
        Add(0U);
        Add(0L);
        Add(0UL);
        Add(0F);
        Add(0D);
        Add(0M);
        Add('a');
        Add("");
        Add(Guid.Empty);
        Add(DateOnly.FromDateTime(DateTime.UnixEpoch));
        Add(TimeOnly.MinValue);
        Add(TimeSpan.Zero);
        Add(DateTime.UnixEpoch);
        Add(DateTimeOffset.UnixEpoch);
        Add(Array.Empty<byte>());
    }

    /// <summary>Appends a value of a type; one that the server takes for any type if the type is not known here.</summary>
    public static void AppendTo(SqlStatement statement, string type)
    {
        if (ByType.TryGetValue(type, out var append))
        {
            append(statement);
        }
        else if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            statement.AppendFormatted(new object?[] { null });
        }
        else
        {
            statement.AppendFormatted<object?>(null);
        }
    }

    private static void Add<T>(T sample)
    {
        ByType[typeof(T).FullName!] = statement => statement.AppendFormatted(sample);
        ByType[typeof(T).FullName + "[]"] = statement => statement.AppendFormatted(new[] { sample });
    }
}
