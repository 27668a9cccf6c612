using System.Globalization;
using DataAccess.Analyzers.Rows.Models;

namespace DataAccess.Analyzers.Rows.Writing;

/// <summary>The line of a column that is written.</summary>
internal static class ColumnSource
{
    public static string Of(RowModel row, MemberModel member)
    {
        var column = RowSource.Text(member.Column);
        var get = $"static row => row.@{member.Name}";
        var isNullable = member.IsValueType && member.AcceptsNull;
        var call = member.Kind switch
        {
            ColumnKind.Value => $"{(isNullable ? "CreateNullable" : "Create")}<{member.Type}>({column}, {get}",
            ColumnKind.EnumNumber when isNullable => $"CreateNullable<{member.Number}>({column}, static row => ({member.Number}?)row.@{member.Name}",
            ColumnKind.EnumNumber => $"Create<{member.Number}>({column}, static row => ({member.Number})row.@{member.Name}",
            ColumnKind.EnumName => $"CreateName<{member.Type}>({column}, {get}",
            ColumnKind.Digits => $"CreateDigits<{member.Type}>({column}, {get}",
            ColumnKind.Text or ColumnKind.Reference => $"CreateReference<{member.Type}>({column}, {get}",
            ColumnKind.Json => $"CreateJson<{member.Type}{(isNullable ? "?" : "")}>({column}, {get}, {(row.Json is null ? "null" : row.Json + ".Default")}",
            ColumnKind.Converted => $"CreateConverted{(isNullable ? "Nullable" : member.IsValueType ? "" : "Reference")}<{member.Type}>({column}, {get}, {(member.Converter is null ? "null" : $"new {member.Converter}()")}",
            _ => null,
        };
        return call is null
            ? $"ColumnMap<TRow>.Reject({RowSource.Text(member.Name)}, typeof({member.Type}))"
            : $"ColumnMap<TRow>.{call}, new() {{ {Traits(member)} }})";
    }

    private static string Traits(MemberModel member)
        => $"Member = {RowSource.Text(member.Name)}"
        + (member.IsKey ? ", IsKey = true" : "")
        + (member.IsKey && member.KeyOrder is { } order ? $", KeyOrder = {order.ToString(CultureInfo.InvariantCulture)}" : "")
        + (member.IsGenerated ? ", IsGenerated = true" : "")
        + (member.IsVersion ? ", IsVersion = true" : "")
        + (member.Kind == ColumnKind.EnumNumber ? $", EnumType = typeof({member.Type})" : "");
}
