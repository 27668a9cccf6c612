using DataAccess.Analyzers.Rows.Models;
using DataAccess.Analyzers.Rows.Symbols;
using DataAccess.Analyzers.Tuples;
using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Manifest;

/// <summary>What the rows of a statement become, as JSON.</summary>
internal static class RowShape
{
    public static void Write(JsonText json, ITypeSymbol type, Compilation compilation)
    {
        var tuple = TupleReader.TupleOf(type);
        if (tuple is not null && tuple.TupleElements.Any(static element => TupleReader.IsRow(element.Type)))
        {
            WriteJoin(json, tuple.TupleElements.Select(static element => element.Type), compilation);
            return;
        }

        json.Open('{');
        if (tuple is not null)
        {
            WriteTuple(json, tuple);
        }
        else if (type.SpecialType == SpecialType.System_Object || type.TypeKind is TypeKind.Dynamic or TypeKind.TypeParameter or TypeKind.Interface)
        {
            json.Field("kind", "any");
        }
        else if (ColumnTypes.KindOf(TypeNames.Underlying(type), isText: false) != ColumnKind.None)
        {
            json.Field("kind", "value");
            WriteType(json, type);
        }
        else
        {
            WriteRow(json, TypeNames.Underlying(type) as INamedTypeSymbol, compilation);
        }

        json.Close('}');
    }

    /// <summary>The table and the columns of a repository's rows; false if they are not known.</summary>
    public static bool TryWriteTable(JsonText json, INamedTypeSymbol entity, Compilation compilation)
    {
        if (RowReader.Read(entity, compilation, json: null) is not { } row)
        {
            return false;
        }

        json.Name("table").Open('{').Field("name", row.Table);
        if (row.Schema is not null)
        {
            json.Field("schema", row.Schema);
        }

        json.Name("columns").Open('[');
        foreach (var member in row.Members)
        {
            json.Value(member.Column);
        }

        json.Close(']').Close('}');
        return true;
    }

    /// <summary>Several objects of one row, and single values among them.</summary>
    public static void WriteJoin(JsonText json, IEnumerable<ITypeSymbol> elements, Compilation compilation)
    {
        json.Open('{').Field("kind", "join").Name("elements").Open('[');
        foreach (var element in elements)
        {
            json.Open('{');
            if (TupleReader.IsRow(element))
            {
                json.Name("row").Open('{');
                WriteRow(json, TypeNames.Underlying(element) as INamedTypeSymbol, compilation);
                json.Close('}');
            }
            else
            {
                WriteType(json, element);
            }

            json.Close('}');
        }

        json.Close(']').Close('}');
    }

    private static void WriteTuple(JsonText json, INamedTypeSymbol tuple)
    {
        json.Field("kind", "tuple").Name("elements").Open('[');
        foreach (var element in tuple.TupleElements)
        {
            json.Open('{');
            WriteType(json, element.Type);
            json.Close('}');
        }

        json.Close(']');
    }

    private static void WriteRow(JsonText json, INamedTypeSymbol? type, Compilation compilation)
    {
        if (type is null || type.TypeKind is TypeKind.Interface || RowReader.Read(type, compilation, json: null) is not { } row)
        {
            json.Field("kind", "any");
            return;
        }

        json.Field("kind", "row").Field("name", type.Name).Name("members").Open('[');
        for (var i = 0; i < row.Members.Count; i++)
        {
            var member = row.Members[i];
            var parameter = row.Parameters.FirstOrDefault(p => p.Member == i);
            json.Open('{').Field("name", member.Name).Field("column", member.Column)
                .Flag("named", member.IsNamed)
                .Flag("key", member.IsKey)
                .Flag("needed", member.IsRequired || (parameter is not null && parameter.Default is null));
            if (member.Kind is ColumnKind.Value or ColumnKind.EnumNumber or ColumnKind.Text or ColumnKind.Reference)
            {
                json.Field("type", member.Kind == ColumnKind.EnumNumber ? "enum" : member.Type.Replace("global::", ""));
            }

            json.Close('}');
        }

        json.Close(']');
    }

    /// <summary>The type of a value; left out where a converter or the driver decides.</summary>
    private static void WriteType(JsonText json, ITypeSymbol type)
    {
        var underlying = TypeNames.Underlying(type);
        var kind = underlying.TypeKind == TypeKind.Dynamic ? ColumnKind.Object : ColumnTypes.KindOf(underlying, isText: false);
        if (kind is ColumnKind.Value or ColumnKind.EnumNumber or ColumnKind.Text or ColumnKind.Reference)
        {
            json.Field("type", kind == ColumnKind.EnumNumber ? "enum" : TypeNames.Full(underlying).Replace("global::", ""));
        }
    }
}
