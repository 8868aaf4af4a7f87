namespace Streaming.Models.Chat.Jinja;

/// <summary>Something that a template can call.</summary>
internal delegate object? JinjaFunction(JinjaArguments arguments);

/// <summary>What it is called with.</summary>
internal sealed class JinjaArguments(List<object?> positional, Dictionary<string, object?> named)
{
    public List<object?> Positional { get; } = positional;

    public Dictionary<string, object?> Named { get; } = named;

    /// <summary>An argument by its place or its name, or undefined.</summary>
    public object? Optional(int place, string name) =>
        place < Positional.Count ? Positional[place] : Named.TryGetValue(name, out var value) ? value : JinjaValues.Undefined;

    public object? Required(int place, string name) =>
        Optional(place, name) is var value && value != JinjaValues.Undefined ? value : throw new JinjaException($"the argument '{name}' is missing");

    public string Text(int place, string name) => JinjaValues.StringOf(Required(place, name));

    public string? OptionalText(int place, string name) => Optional(place, name) is string text ? text : null;

    public int Number(int place, string name, int fallback) => Optional(place, name) is long number ? JinjaValues.IntOf(number) : fallback;
}
