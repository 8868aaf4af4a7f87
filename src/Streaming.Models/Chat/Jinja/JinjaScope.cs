namespace Streaming.Models.Chat.Jinja;

/// <summary>The names that are visible at a place of a template, and what the whole rendering may still cost.</summary>
internal sealed class JinjaScope
{
    private readonly Dictionary<string, object?> _names = new(StringComparer.Ordinal);
    private readonly JinjaScope? _outer;
    private readonly JinjaBudget _budget;

    public JinjaScope(JinjaBudget budget) => _budget = budget;

    private JinjaScope(JinjaScope outer)
    {
        _outer = outer;
        _budget = outer._budget;
    }

    public JinjaScope Inner() => new(this);

    public JinjaScope Global => _outer?.Global ?? this;

    public JinjaBudget Budget => _budget;

    public object? this[string name]
    {
        get => _names.TryGetValue(name, out var value) ? value : _outer is null ? JinjaValues.Undefined : _outer[name];
        set => _names[name] = value;
    }
}
