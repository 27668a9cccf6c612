using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;

namespace DataAccess.Docs.Tests;

/// <summary>The documentation that the compiler wrote beside an assembly.</summary>
internal static class MemberDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>A property's summary as plain text.</summary>
    public static string SummaryOf(PropertyInfo property)
    {
        var members = Files.GetOrAdd(property.DeclaringType!.Assembly, static assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, "xml"))
            .Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal));
        var summary = members[$"P:{property.DeclaringType.FullName}.{property.Name}"].Element("summary")!;
        return string.Join(' ', string.Concat(summary.Nodes().Select(Text)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Value.Length: > 0 } element => element.Value,
        XElement element when element.Attribute("cref") is { } reference => reference.Value.Split('(')[0].Split('.', ':')[^1],
        XElement element => element.Attribute("langword")?.Value ?? element.Attribute("name")?.Value ?? "",
        _ => "",
    };
}
