namespace DataAccess.Events.Settings;

/// <summary>Collects what is wrong with options.</summary>
/// <param name="subject">Whose options they are.</param>
internal sealed class OptionsCheck(string subject)
{
    private readonly List<string> _problems = [];

    public void Range<T>(T value, T low, T high, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(low) < 0 || value.CompareTo(high) > 0)
        {
            _problems.Add(Invariant($"{name} is {value}; it must be between {low} and {high}."));
        }
    }

    public void Defined<TEnum>(TEnum value, string name)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            _problems.Add($"{name} is {value}; it must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }

    /// <exception cref="InvalidOptionsException">There are problems.</exception>
    public void Throw()
    {
        if (_problems.Count > 0)
        {
            throw new InvalidOptionsException($"{subject} are not valid. {string.Join(" ", _problems)}");
        }
    }
}
