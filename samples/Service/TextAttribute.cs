using System.ComponentModel.DataAnnotations;

namespace Service;

/// <summary>A text with at least one and at most so many characters, none of which is a control character: PostgreSQL stores no zero character.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class TextAttribute(int most) : ValidationAttribute
{
    public int Most => most;

    public override bool IsValid(object? value) => value is null || (value is string { Length: > 0 } text && text.Length <= most && !text.Any(char.IsControl));

    public override string FormatErrorMessage(string name) => $"{name} must have 1 to {most} characters, without control characters.";
}
