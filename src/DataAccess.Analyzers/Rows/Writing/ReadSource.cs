using System.Globalization;
using System.Text;
using DataAccess.Analyzers.Rows.Models;

namespace DataAccess.Analyzers.Rows.Writing;

/// <summary>The method that makes an object of a row.</summary>
internal static class ReadSource
{
    public static void Append(StringBuilder text, RowModel row, int[] order)
    {
        var arguments = row.Parameters.Select(p => Argument(row, p, Digits(Array.IndexOf(order, p.Member))));
        var made = row.Constructor is not null ? AccessorSource.Construct(row, arguments)
            : row.IsValueType && row.Parameters.Count == 0 ? $"default(TRow)"
            : $"new TRow({string.Join(", ", arguments)})";
        text.Append($$"""
                private static TRow Read(RowValues row)
                {
                    var made = {{made}};

            """);
        for (var at = row.Parameters.Count(static p => p.Member >= 0); at < order.Length; at++)
        {
            if (row.Members[order[at]] is { Setter: not null, Kind: not ColumnKind.None } member)
            {
                text.Append(Statement(row, member, Digits(at)));
            }
        }

        text.Append("        return made;\n    }\n");
    }

    private static string Argument(RowModel row, ParameterModel parameter, string at)
    {
        if (parameter.Member < 0 || row.Members[parameter.Member].Kind == ColumnKind.None)
        {
            return parameter.Default ?? "default!";
        }

        var value = Value(row.Members[parameter.Member], at);
        return parameter.Default is null ? value : $"row.Has({at}) ? {value} : {parameter.Default}";
    }

    /// <summary>Without parameters a null leaves what the member was made with; after a constructor it is set. Both as reflection does.</summary>
    private static string Statement(RowModel row, MemberModel member, string at)
        => member.AcceptsNull && row.Parameters.Count == 0
            ? $$"""
                    if ({{Value(member, at).TrimEnd('!')}} is { } value{{at}})
                    {
                        {{Assign(row, member, "value" + at)}};
                    }


            """
            : $$"""
                    if (row.Has({{at}}))
                    {
                        {{Assign(row, member, Value(member, at))}};
                    }


            """;

    private static string Assign(RowModel row, MemberModel member, string value)
        => member.Setter!.IsDirect ? $"made.@{member.Name} = {value}" : AccessorSource.Set(row, member, value);

    private static string Value(MemberModel member, string at) => member.Kind switch
    {
        ColumnKind.Text => $"row.Text({at})!",
        ColumnKind.Converted when !member.IsValueType => $"row.Reference<{member.Type}>({at})!",
        ColumnKind.Reference or ColumnKind.Object => $"row.Reference<{member.Type}>({at})!",
        ColumnKind.Json => member.IsValueType && member.AcceptsNull ? $"({member.Type}?)row.Json({at})" : $"({member.Type})row.Json({at})!",
        _ => member.AcceptsNull ? $"row.Nullable<{member.Type}>({at})" : $"row.Value<{member.Type}>({at})",
    };

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
