using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Streaming.Operators;

/// <summary>Reads summaries from the documentation files that the compiler puts beside assemblies: the only place where options are described.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> _members = new();

    /// <summary>As Markdown in one line; empty where there is none.</summary>
    public static string Summary(MemberInfo member) => Text(member, "summary");

    /// <summary>As <see cref="Summary"/>, of the remarks.</summary>
    public static string Remarks(MemberInfo member) => Text(member, "remarks");

    private static string Text(MemberInfo member, string element)
    {
        var (owner, key) = member is Type type ? (type, $"T:{type.FullName}") : (member.DeclaringType!, $"P:{member.DeclaringType!.FullName}.{member.Name}");
        var text = _members.GetOrAdd(owner.Assembly, Load).GetValueOrDefault(key.Replace('+', '.'))?.Element(element);
        return text is null ? "" : Spaces().Replace(string.Concat(text.Nodes().Select(Render)), " ").Trim();
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return !File.Exists(file) ? [] : XDocument.Load(file).Descendants("member").DistinctBy(m => (string?)m.Attribute("name")).ToDictionary(m => (string)m.Attribute("name")!);
    }

    private static string Render(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { IsEmpty: true } reference => "`" + Reference(reference) + "`",
        XElement inner => " " + string.Concat(inner.Nodes().Select(Render)) + " ",
        _ => "",
    };

    private static string Reference(XElement element)
    {
        var target = element.Attributes().FirstOrDefault(a => a.Name.LocalName is "cref" or "name" or "langword" or "href")?.Value ?? "";
        var isProperty = target.StartsWith("P:", StringComparison.Ordinal);
        var last = target[(target.LastIndexOf('.') + 1)..];
        return isProperty ? SnakeCase.Of(last) : last;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
