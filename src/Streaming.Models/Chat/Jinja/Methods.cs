namespace Streaming.Models.Chat.Jinja;

/// <summary>The methods of Python's strings, lists and mappings that chat templates call.</summary>
internal static class Methods
{
    private static readonly Dictionary<string, Func<string, JinjaArguments, object?>> OfStrings = new(StringComparer.Ordinal)
    {
        ["strip"] = (text, given) => given.OptionalText(0, "chars") is { } chars ? text.Trim([.. chars]) : text.Trim(),
        ["lstrip"] = (text, given) => given.OptionalText(0, "chars") is { } chars ? text.TrimStart([.. chars]) : text.TrimStart(),
        ["rstrip"] = (text, given) => given.OptionalText(0, "chars") is { } chars ? text.TrimEnd([.. chars]) : text.TrimEnd(),
        ["upper"] = (text, _) => text.ToUpperInvariant(),
        ["lower"] = (text, _) => text.ToLowerInvariant(),
        ["title"] = (text, _) => System.Globalization.CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant()),
        ["capitalize"] = (text, _) => Capitalized(text),
        ["startswith"] = (text, given) => Affixes(given).Any(affix => text.StartsWith(affix, StringComparison.Ordinal)),
        ["endswith"] = (text, given) => Affixes(given).Any(affix => text.EndsWith(affix, StringComparison.Ordinal)),
        ["removeprefix"] = (text, given) => given.Text(0, "prefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        ["removesuffix"] = (text, given) => given.Text(0, "suffix") is var suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        ["replace"] = (text, given) => text.Replace(given.Text(0, "old"), given.Text(1, "new"), StringComparison.Ordinal),
        ["split"] = Split,
        ["rsplit"] = RightSplit,
        ["splitlines"] = (text, _) => Listed(text.ReplaceLineEndings("\n").Split('\n')),
        ["join"] = (text, given) => string.Join(text, JinjaValues.Items(given.Required(0, "iterable")).Select(JinjaValues.StringOf)),
        ["find"] = (text, given) => (long)text.IndexOf(given.Text(0, "sub"), StringComparison.Ordinal),
        ["count"] = (text, given) => (long)(text.Split(given.Text(0, "sub")).Length - 1),
        ["isdigit"] = (text, _) => text.Length > 0 && text.All(char.IsDigit),
        ["isspace"] = (text, _) => text.Length > 0 && text.All(char.IsWhiteSpace),
        ["isalpha"] = (text, _) => text.Length > 0 && text.All(char.IsLetter),
    };

    /// <summary>A method of a value, or null where it has none of this name.</summary>
    public static JinjaFunction? Of(object? value, string name) => value switch
    {
        string text when OfStrings.TryGetValue(name, out var method) => given => method(text, given),
        JinjaMap { IsNamespace: false } map => OfMap(map, name),
        List<object?> list => OfList(list, name),
        _ => null,
    };

    public static List<object?> Pairs(JinjaMap map) => [.. map.Keys.Select(key => (object?)new List<object?> { key, map[key] })];

    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static JinjaFunction? OfMap(JinjaMap map, string name) => name switch
    {
        "items" => _ => Pairs(map),
        "keys" => _ => Listed(map.Keys),
        "values" => _ => map.Keys.Select(key => map[key]).ToList(),
        "get" => given => map.TryGetValue(given.Text(0, "key"), out var value) ? value : given.Optional(1, "default") is var other && other != JinjaValues.Undefined ? other : null,
        _ => null,
    };

    private static JinjaFunction? OfList(List<object?> list, string name) => name switch
    {
        "index" => given => list.FindIndex(item => JinjaValues.AreEqual(item, given.Positional[0])) is >= 0 and var at ? (long)at : throw new JinjaException("a list has not what it is asked for"),
        "count" => given => (long)list.Count(item => JinjaValues.AreEqual(item, given.Positional[0])),
        "append" => given => Append(list, given),
        _ => null,
    };

    private static object? Append(List<object?> list, JinjaArguments given)
    {
        list.Add(given.Positional[0]);
        return null;
    }

    private static IEnumerable<string> Affixes(JinjaArguments given) =>
        given.Required(0, "prefix") is List<object?> several ? several.Select(JinjaValues.StringOf) : [given.Text(0, "prefix")];

    private static List<object?> Listed(IEnumerable<string> texts) => [.. texts];

    private static List<object?> Split(string text, JinjaArguments given) => given.OptionalText(0, "sep") is { } separator
        ? Listed(given.Number(1, "maxsplit", -1) is >= 0 and var most ? text.Split(separator, most + 1) : text.Split(separator))
        : Listed(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<object?> RightSplit(string text, JinjaArguments given)
    {
        var separator = given.Text(0, "sep");
        var most = given.Number(1, "maxsplit", -1);
        var parts = text.Split(separator);
        var joined = most < 0 ? 0 : Math.Max(0, parts.Length - 1 - most);
        return Listed([string.Join(separator, parts[..(joined + 1)]), .. parts[(joined + 1)..]]);
    }
}
