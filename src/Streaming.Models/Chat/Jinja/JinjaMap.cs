namespace Streaming.Models.Chat.Jinja;

/// <summary>A mapping that keeps the order of its keys.</summary>
internal sealed class JinjaMap
{
    private readonly OrderedDictionary<string, object?> _items = new(StringComparer.Ordinal);

    /// <summary>Whether a template may set its fields (<c>namespace()</c>).</summary>
    public bool IsNamespace { get; init; }

    public int Count => _items.Count;

    public IEnumerable<string> Keys => _items.Keys;

    public object? this[string key]
    {
        get => _items[key];
        set => _items[key] = value;
    }

    public bool TryGetValue(string key, out object? value) => _items.TryGetValue(key, out value);

    public bool ContainsKey(string key) => _items.ContainsKey(key);
}
