namespace Streaming.Topologies;

/// <summary>Makes YAML nodes that stand at the places of others.</summary>
internal static class YamlNodes
{
    /// <summary>A value as if it stood without quotes.</summary>
    public static YamlScalar Plain(string value, Place at) => new(value, true, at);

    /// <summary>A value that is text, whatever it looks like.</summary>
    public static YamlScalar Text(string value, Place at) => new(value, false, at);

    public static YamlList List(IEnumerable<string> values, Place at) => new([.. values.Select(v => (YamlTree)Text(v, at))], at);

    /// <summary>A map of the entries that are there.</summary>
    public static YamlMap Map(Place at, params (string Name, YamlTree? Value)[] entries) =>
        new([.. entries.Where(e => e.Value is not null).Select(e => new YamlEntry(Plain(e.Name, e.Value!.Where), e.Value!))], at);

    /// <summary>The values of a list, or the one value that stands for a list of one; nothing for null.</summary>
    public static IReadOnlyList<YamlTree> Items(YamlTree? node) => node switch
    {
        null or YamlScalar { IsNull: true } => [],
        YamlList list => list.Items,
        _ => [node],
    };

    /// <summary>The text of a scalar; null for what is none, or null.</summary>
    public static string? TextOf(YamlTree? node) => node is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    /// <summary>Whether a setting says yes.</summary>
    public static bool? Flag(YamlTree? node) => TextOf(node)?.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };
}
