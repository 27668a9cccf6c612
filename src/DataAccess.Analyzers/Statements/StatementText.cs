using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DataAccess.Analyzers.Statements;

/// <summary>The text of an interpolated string that becomes a <c>SqlStatement</c>, with <see cref="HoleMark"/> for each hole.</summary>
internal sealed class StatementText
{
    /// <summary>Stands for a hole. It is no character of Unicode, so it is in no other text.</summary>
    public const char HoleMark = '\uFFFF';

    private readonly StringBuilder _text = new();
    private readonly List<StatementHole> _holes = [];
    private readonly INamedTypeSymbol _statement;

    private StatementText(INamedTypeSymbol statement) => _statement = statement;

    public string Text => _text.ToString();

    /// <summary>The holes, in the order of their marks.</summary>
    public IReadOnlyList<StatementHole> Holes => _holes;

    /// <summary>Reads an interpolated string; null if it becomes something else than a statement, or has no hole.</summary>
    public static StatementText? Of(IInterpolatedStringHandlerCreationOperation creation, INamedTypeSymbol statement)
        => Read(creation, statement) is { _holes.Count: > 0 } text ? text : null;

    /// <summary>Reads an interpolated string; null if it becomes something else than a statement.</summary>
    public static StatementText? Read(IInterpolatedStringHandlerCreationOperation creation, INamedTypeSymbol statement)
    {
        if (!SqlStatementType.Is(creation.Type, statement))
        {
            return null;
        }

        var text = new StatementText(statement);
        text.Add(creation.Content);
        return text;
    }

    private void Add(IOperation content)
    {
        switch (content)
        {
            case IInterpolatedStringAdditionOperation addition:
                Add(addition.Left);
                Add(addition.Right);
                break;
            case IInterpolatedStringOperation parts:
                foreach (var part in parts.Parts)
                {
                    AddPart(part);
                }

                break;
        }
    }

    private void AddPart(IInterpolatedStringContentOperation part)
    {
        if (part is not IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments.Length: > 0 } call })
        {
            return;
        }

        var argument = call.Arguments[0];
        if (part.Kind == OperationKind.InterpolatedStringAppendLiteral)
        {
            _text.Append(argument.Value.ConstantValue.Value as string);
        }
        else
        {
            _text.Append(HoleMark);
            _holes.Add(new StatementHole(Unconverted(argument.Value), KindOf(call.TargetMethod)));
        }
    }

    private HoleKind KindOf(IMethodSymbol append) => append.Parameters[0].Type switch
    {
        var type when SqlStatementType.Is(type, _statement) => HoleKind.Fragment,
        { TypeKind: TypeKind.TypeParameter or TypeKind.Dynamic } or { SpecialType: SpecialType.System_Object } => HoleKind.Either,
        _ => HoleKind.Parameter,
    };

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        return value;
    }
}
