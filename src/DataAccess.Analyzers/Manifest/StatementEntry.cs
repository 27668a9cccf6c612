using Microsoft.CodeAnalysis;

namespace DataAccess.Analyzers.Manifest;

/// <summary>A statement in the manifest: where it is, its text, and what its rows become.</summary>
internal static class StatementEntry
{
    /// <param name="call">The statement.</param>
    /// <param name="statement">The type <c>SqlStatement</c>.</param>
    /// <param name="compilation">The program.</param>
    /// <param name="folder">The project's folder, which is left out of the files' names.</param>
    public static string Of(StatementCall call, INamedTypeSymbol statement, Compilation compilation, string folder)
    {
        var place = call.Statement.Syntax.GetLocation().GetLineSpan();
        var json = new JsonText().Open('{').Field("file", FileName(place.Path, folder)).Field("line", place.StartLinePosition.Line + 1).Field("call", call.Method.Name);
        var parts = StatementParts.Of(call.Statement, statement);
        var unknown = parts.Unknown;
        var rest = new JsonText();
        if (unknown is null)
        {
            unknown = Describe(rest.Open('{'), call, compilation);
            if (parts.Split is { } split)
            {
                rest.Flag("isPrefix", split.IsPrefix).Name("split").Open('[');
                foreach (var name in split.Names)
                {
                    rest.Value(name);
                }

                rest.Close(']');
            }

            rest.Close('}');
        }

        return unknown is not null
            ? json.Field("unknown", unknown).Close('}').ToString()
            : json + ",\"parts\":" + parts.Json + (rest.ToString() is { Length: > 2 } more ? "," + more.Substring(1) : "}");
    }

    /// <summary>Writes what the rows become; the reason where the statement cannot be looked at alone.</summary>
    private static string? Describe(JsonText json, StatementCall call, Compilation compilation)
    {
        var method = call.Method;
        if (RepositoryOf(method.ContainingType) is { } repository)
        {
            if (call.Parameter is not ("condition" or "filter"))
            {
                return $"it is the {call.Parameter} of {method.Name}";
            }

            if (repository.TypeArguments[0] is not INamedTypeSymbol entity || !RowShape.TryWriteTable(json, entity, compilation))
            {
                return "the type of the repository's rows is known only when the program runs";
            }

            json.Flag("isFilter", call.Parameter == "filter").Flag("isCount", method.Name == "CountAsync");
            json.Name("rows");
            RowShape.Write(json, entity, compilation);
            return null;
        }

        if (method.Name == "QueryMultipleAsync" && call.Count == 1)
        {
            return "it gives several results";
        }

        if (method.Name == "QueryGroupedAsync")
        {
            RowShape.WriteJoin(json.Name("rows"), method.TypeArguments.Take(2), compilation);
        }
        else if (method.TypeArguments.Length > call.Number && method.ContainingType.Name != "DedicatedConnection")
        {
            json.Flag("isScalar", method.Name == "ScalarAsync").Name("rows");
            RowShape.Write(json, method.TypeArguments[call.Number], compilation);
        }

        return null;
    }

    private static INamedTypeSymbol? RepositoryOf(INamedTypeSymbol? type)
    {
        while (type is not null && type is not { Name: "Repository", ContainingNamespace.Name: "DataAccess" })
        {
            type = type.BaseType;
        }

        return type;
    }

    private static string FileName(string path, string folder)
        => (folder.Length > 0 && path.StartsWith(folder, StringComparison.Ordinal) ? path.Substring(folder.Length) : path.Substring(path.LastIndexOfAny(['/', '\\']) + 1)).Replace('\\', '/');
}
