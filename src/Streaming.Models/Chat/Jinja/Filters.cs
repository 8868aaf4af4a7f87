using System.Globalization;

namespace Streaming.Models.Chat.Jinja;

/// <summary>The filters of Jinja that chat templates use.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Func<object?, JinjaArguments, object?>> All = new(StringComparer.Ordinal)
    {
        ["trim"] = (value, given) => given.OptionalText(0, "chars") is { } chars ? Text(value).Trim([.. chars]) : Text(value).Trim(),
        ["upper"] = (value, _) => Text(value).ToUpperInvariant(),
        ["lower"] = (value, _) => Text(value).ToLowerInvariant(),
        ["capitalize"] = (value, _) => Methods.Capitalized(Text(value)),
        ["title"] = (value, _) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(Text(value).ToLowerInvariant()),
        ["length"] = (value, _) => Length(value),
        ["count"] = (value, _) => Length(value),
        ["string"] = (value, _) => JinjaValues.TextOf(value),
        ["safe"] = (value, _) => value,
        ["list"] = (value, _) => JinjaValues.Items(value).ToList(),
        ["join"] = (value, given) => string.Join(given.OptionalText(0, "d") ?? "", Picked(value, given.Optional(1, "attribute")).Select(JinjaValues.TextOf)),
        ["tojson"] = (value, given) => JinjaJson.Text(value, given.Optional(0, "indent") is long indent ? (int)indent : null),
        ["default"] = Default,
        ["d"] = Default,
        ["first"] = (value, _) => JinjaValues.Items(value).FirstOrDefault(JinjaValues.Undefined),
        ["last"] = (value, _) => JinjaValues.Items(value).LastOrDefault(JinjaValues.Undefined),
        ["replace"] = (value, given) => Text(value).Replace(given.Text(0, "old"), given.Text(1, "new"), StringComparison.Ordinal),
        ["int"] = (value, given) => Int(value, given.Number(0, "default", 0)),
        ["float"] = (value, _) => value is string text ? double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0.0 : JinjaValues.NumberOf(value),
        ["abs"] = (value, _) => value is long number ? (object)Math.Abs(number) : Math.Abs(JinjaValues.NumberOf(value)),
        ["round"] = (value, given) => Math.Round(JinjaValues.NumberOf(value), given.Number(0, "precision", 0)),
        ["items"] = (value, _) => value == JinjaValues.Undefined ? new List<object?>() : Methods.Pairs(Map(value)),
        ["dictsort"] = (value, _) => Methods.Pairs(Map(value)).OrderBy(pair => JinjaValues.TextOf(((List<object?>)pair!)[0]), StringComparer.OrdinalIgnoreCase).ToList(),
        ["reverse"] = (value, _) => value is string text ? string.Concat(text.Reverse()) : JinjaValues.Items(value).Reverse().ToList(),
        ["sort"] = Sort,
        ["unique"] = (value, _) => JinjaValues.Items(value).DistinctBy(JinjaValues.TextOf).ToList(),
        ["sum"] = (value, given) => Picked(value, given.Optional(0, "attribute")).Aggregate((object)0L, (sum, one) => sum is long a && one is long b ? (object)(a + b) : JinjaValues.NumberOf(sum) + JinjaValues.NumberOf(one)),
        ["min"] = (value, _) => JinjaValues.Items(value).DefaultIfEmpty(JinjaValues.Undefined).Aggregate((a, b) => JinjaValues.Compare(a, b) <= 0 ? a : b),
        ["max"] = (value, _) => JinjaValues.Items(value).DefaultIfEmpty(JinjaValues.Undefined).Aggregate((a, b) => JinjaValues.Compare(a, b) >= 0 ? a : b),
        ["map"] = MapEach,
        ["select"] = (value, given) => Chosen(value, given, 0, item => item, true),
        ["reject"] = (value, given) => Chosen(value, given, 0, item => item, false),
        ["selectattr"] = (value, given) => Chosen(value, given, 1, item => Attribute(item, given.Positional[0]), true),
        ["rejectattr"] = (value, given) => Chosen(value, given, 1, item => Attribute(item, given.Positional[0]), false),
        ["indent"] = Indent,
        ["escape"] = (value, _) => System.Net.WebUtility.HtmlEncode(Text(value)),
        ["e"] = (value, _) => System.Net.WebUtility.HtmlEncode(Text(value)),
    };

    public static Func<object?, JinjaArguments, object?>? Find(string name) => All.GetValueOrDefault(name);

    private static string Text(object? value) => JinjaValues.TextOf(value);

    private static JinjaMap Map(object? value) => value as JinjaMap ?? throw new JinjaException($"{JinjaValues.Kind(value)} is no mapping");

    private static object? Default(object? value, JinjaArguments given) =>
        value == JinjaValues.Undefined || (!JinjaValues.IsTrue(value) && JinjaValues.IsTrue(given.Optional(1, "boolean"))) ? given.Optional(0, "default_value") is var other && other != JinjaValues.Undefined ? other : "" : value;

    private static long Length(object? value) => value switch
    {
        // Python counts code points.
        string text => text.EnumerateRunes().Count(),
        JinjaMap map => map.Count,
        _ => JinjaValues.Items(value).Count(),
    };

    private static long Int(object? value, int fallback) => value switch
    {
        string text => double.TryParse(text.Trim(), CultureInfo.InvariantCulture, out var number) ? (long)number : fallback,
        long or double or bool => (long)JinjaValues.NumberOf(value),
        _ => fallback,
    };

    private static List<object?> Sort(object? value, JinjaArguments given)
    {
        var attribute = given.Optional(2, "attribute");
        var sorted = JinjaValues.Items(value).Order(Comparer<object?>.Create((a, b) => JinjaValues.Compare(Folded(Attribute(a, attribute)), Folded(Attribute(b, attribute)))));
        return JinjaValues.IsTrue(given.Optional(0, "reverse")) ? [.. sorted.Reverse()] : [.. sorted];
    }

    // Jinja sorts without regard to case.
    private static object? Folded(object? value) => value is string text ? text.ToLowerInvariant() : value;

    private static IEnumerable<object?> Picked(object? value, object? attribute) => JinjaValues.Items(value).Select(item => Attribute(item, attribute));

    private static object? Attribute(object? item, object? path) =>
        path == JinjaValues.Undefined ? item
        : path is string names ? names.Split('.').Aggregate(item, Access.Item)
        : Access.Item(item, path);

    private static List<object?> MapEach(object? value, JinjaArguments given)
    {
        if (given.Named.TryGetValue("attribute", out var attribute))
        {
            var fallback = (given.Named.TryGetValue("default", out var other) ? other : JinjaValues.Undefined);
            return [.. Picked(value, attribute).Select(item => item == JinjaValues.Undefined ? fallback : item)];
        }

        var name = given.Text(0, "filter");
        var filter = Find(name) ?? throw new JinjaException($"the filter '{name}' is not supported");
        var rest = new JinjaArguments(given.Positional[1..], given.Named);
        return [.. JinjaValues.Items(value).Select(item => filter(item, rest))];
    }

    private static List<object?> Chosen(object? value, JinjaArguments given, int place, Func<object?, object?> part, bool wanted)
    {
        if (given.Positional.Count <= place)
        {
            return [.. JinjaValues.Items(value).Where(item => JinjaValues.IsTrue(part(item)) == wanted)];
        }

        var name = given.Text(place, "test");
        var test = Tests.Find(name) ?? throw new JinjaException($"the test '{name}' is not supported");
        var rest = new JinjaArguments(given.Positional[(place + 1)..], given.Named);
        return [.. JinjaValues.Items(value).Where(item => test(part(item), rest) == wanted)];
    }

    private static string Indent(object? value, JinjaArguments given)
    {
        var space = given.Optional(0, "width") is string text ? text : new string(' ', given.Number(0, "width", 4));
        var lines = Text(value).Split('\n');
        return string.Join('\n', lines.Select((line, i) => (i == 0 && !JinjaValues.IsTrue(given.Optional(1, "first"))) || line.Length == 0 ? line : space + line));
    }
}
