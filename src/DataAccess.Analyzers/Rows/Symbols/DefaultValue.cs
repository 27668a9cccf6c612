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
        return type.TypeKind == TypeKind.Enum ? $"({TypeNames.Full(type)})({Literal(value)})" : Literal(value);
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
