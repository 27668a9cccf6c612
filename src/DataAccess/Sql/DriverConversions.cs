using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Sql;

/// <summary>What stands for a converter where the driver itself reads and writes a type, such as a range.</summary>
internal static class DriverConversions
{
    public static ValueConversion Of<TValue>()
        where TValue : notnull
        => new TypedConversion<TValue, TValue>(new DelegateConverter<TValue, TValue>(static value => value, static value => value), isOfDriver: true) { IsOfDriver = true };

    [RequiresDynamicCode("Makes a generic type.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method has no requirements on its type argument.")]
    public static ValueConversion Create(Type type)
        => (ValueConversion)new Func<ValueConversion>(Of<object>).Method.GetGenericMethodDefinition().MakeGenericMethod(type).Invoke(null, null)!;
}
