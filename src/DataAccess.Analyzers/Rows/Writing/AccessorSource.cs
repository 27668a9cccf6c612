using System.Globalization;
using System.Text;
using DataAccess.Analyzers.Rows.Models;

namespace DataAccess.Analyzers.Rows.Writing;

/// <summary>Accessors of what an assignment does not reach: setters that are not public, <c>init</c>, and constructors that leave required members unset.</summary>
internal static class AccessorSource
{
    public static string Construct(RowModel row, IEnumerable<string> arguments)
        => $"{Holder(row.Constructor!)}{Name(row)}({string.Join(", ", arguments)})";

    public static string Set(RowModel row, MemberModel member, string value)
        => $"{Holder(member.Setter!.Owner!)}Set{member.Name}({(row.IsValueType ? "ref " : "")}made, {value})";

    /// <param name="text">The file.</param>
    /// <param name="row">The type.</param>
    /// <param name="outside">The positions of the members outside the constructor.</param>
    public static void Append(StringBuilder text, RowModel row, IEnumerable<int> outside)
    {
        if (row.Constructor is { } owner)
        {
            var parameters = string.Join(", ", row.Parameters.Select(static (p, i) => p.Type + " p" + i.ToString(CultureInfo.InvariantCulture)));
            Append(text, owner, $$"""
                [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
                {0}static extern {{owner.Name}} {{Name(row)}}({{parameters}});
                """);
        }

        foreach (var member in outside.Select(position => row.Members[position]))
        {
            if (member.Setter is { IsDirect: false, Owner: { } type } setter)
            {
                Append(text, type, $$"""
                    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_{{member.Name}}")]
                    {0}static extern void Set{{member.Name}}({{(type.IsValueType ? "ref " : "")}}{{type.Name}} row, {{setter.Type}} value);
                    """);
            }
        }
    }

    private static string Name(RowModel row) => "New" + row.Name;

    /// <summary>Where the accessor is: accessors of a generic type are in a class with the same type parameters.</summary>
    private static string Holder(OwnerModel owner) => owner.Arguments.Length == 0 ? "" : $"Of{owner.Arguments}.";

    private static void Append(StringBuilder text, OwnerModel owner, string declaration)
    {
        var isGeneric = owner.Parameters.Length > 0;
        var indent = isGeneric ? "        " : "    ";
        var lines = declaration.Replace("{0}", isGeneric ? "internal " : "private ").Split('\n').Select(line => indent + line.TrimEnd('\r'));
        text.Append(isGeneric ? $"\n    private static partial class Of{owner.Parameters}{owner.Constraints}\n    {{\n" : "\n");
        text.Append(string.Join("\n", lines)).Append('\n');
        text.Append(isGeneric ? "    }\n" : "");
    }
}
