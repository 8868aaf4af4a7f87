namespace Streaming.Models.Chat.Jinja;

/// <summary>The tests of Jinja (<c>is …</c>) that chat templates use.</summary>
internal static class Tests
{
    private static readonly Dictionary<string, Func<object?, JinjaArguments, bool>> All = new(StringComparer.Ordinal)
    {
        ["defined"] = (value, _) => value != JinjaValues.Undefined,
        ["undefined"] = (value, _) => value == JinjaValues.Undefined,
        ["none"] = (value, _) => value is null,
        ["string"] = (value, _) => value is string,
        ["number"] = (value, _) => value is long or double or bool,
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["boolean"] = (value, _) => value is bool,
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["mapping"] = (value, _) => value is JinjaMap,
        ["sequence"] = (value, _) => value is string or List<object?> or JinjaMap,
        ["iterable"] = (value, _) => value is string or List<object?> or JinjaMap,
        ["callable"] = (value, _) => value is JinjaFunction,
        ["odd"] = (value, _) => JinjaValues.IntOf(value) % 2 != 0,
        ["even"] = (value, _) => JinjaValues.IntOf(value) % 2 == 0,
        ["divisibleby"] = (value, given) => JinjaValues.IntOf(value) % JinjaValues.IntOf(given.Required(0, "num")) == 0,
        ["lower"] = (value, _) => value is string text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = (value, _) => value is string text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["in"] = (value, given) => Operation.Contains(given.Required(0, "seq"), value),
        ["equalto"] = Equal,
        ["eq"] = Equal,
        ["=="] = Equal,
        ["sameas"] = Equal,
        ["ne"] = (value, given) => !Equal(value, given),
        ["!="] = (value, given) => !Equal(value, given),
        ["gt"] = (value, given) => JinjaValues.Compare(value, given.Required(0, "b")) > 0,
        ["ge"] = (value, given) => JinjaValues.Compare(value, given.Required(0, "b")) >= 0,
        ["lt"] = (value, given) => JinjaValues.Compare(value, given.Required(0, "b")) < 0,
        ["le"] = (value, given) => JinjaValues.Compare(value, given.Required(0, "b")) <= 0,
    };

    public static Func<object?, JinjaArguments, bool>? Find(string name) => All.GetValueOrDefault(name);

    private static bool Equal(object? value, JinjaArguments given) => JinjaValues.AreEqual(value, given.Positional.Count > 0 ? given.Positional[0] : JinjaValues.Undefined);
}
