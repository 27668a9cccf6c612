using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataAccess.Analyzers.Rows.Symbols;

/// <summary>The default of an optional parameter as C#.</summary>
internal static class DefaultValue
{
    public static string Of(IParameterSymbol parameter)
    {
        if (parameter.ExplicitDefaultValue is not { } value)
        {
            return "default!";
        }

        var type = TypeNames.Underlying(parameter.Type);

        // A literal of a small type is an int, and a choice between the two would be one too.
        var needsCast = type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_UInt32;
        return needsCast ? $"({TypeNames.Full(type)})({Literal(value)})" : Literal(value);
    }

    private static string Literal(object value) => value switch
    {
        double real when double.IsNaN(real) => "double.NaN",
        double real when double.IsInfinity(real) => real > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
        double real => real.ToString("R", CultureInfo.InvariantCulture) + "d",
        float real when float.IsNaN(real) => "float.NaN",
        float real when float.IsInfinity(real) => real > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
        float real => real.ToString("R", CultureInfo.InvariantCulture) + "f",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? "default!",
    };
}
