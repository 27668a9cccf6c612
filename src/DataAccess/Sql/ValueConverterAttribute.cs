namespace DataAccess;

/// <summary>The converter of a member or of a type. Use <see cref="ValueConverterAttribute{TConverter}"/>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public abstract class ValueConverterAttribute : Attribute
{
    private protected ValueConverterAttribute()
    {
    }

    /// <summary>Makes the converter.</summary>
    internal abstract IValueConverter Create();
}
