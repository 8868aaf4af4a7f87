namespace Streaming.Models.Chat.Jinja;

/// <summary><c>a.b</c> and <c>a[b]</c>.</summary>
internal sealed class Access(Expression target, Expression key, bool isAttribute) : Expression
{
    public Expression Target { get; } = target;

    public Expression Key { get; } = key;

    protected override object? Evaluate(JinjaScope scope)
    {
        var (value, name) = (Target.Value(scope), Key.Value(scope));
        if (value == JinjaValues.Undefined)
        {
            throw new JinjaException($"'{JinjaValues.TextOf(name)}' is asked of an undefined value{(Target is NameOf known ? $" '{known.Name}'" : "")}");
        }

        return isAttribute ? Methods.Of(value, (string)name!) ?? Item(value, name) : Item(value, name);
    }

    public static object? Item(object? value, object? key) => (value, key) switch
    {
        (JinjaMap map, _) => map.TryGetValue(JinjaValues.TextOf(key), out var item) ? item : JinjaValues.Undefined,
        (List<object?> list, long index) => At(list.Count, index) is { } at ? list[at] : JinjaValues.Undefined,
        (string text, long index) => At(text.Length, index) is { } at ? text[at].ToString() : JinjaValues.Undefined,
        _ => JinjaValues.Undefined,
    };

    private static int? At(int count, long index) => (index < 0 ? index + count : index) is >= 0 and var at && at < count ? (int)at : null;
}

/// <summary><c>a[b:c:d]</c>.</summary>
internal sealed class Slice(Expression target, Expression? from, Expression? to, Expression? step) : Expression
{
    protected override object? Evaluate(JinjaScope scope)
    {
        var value = target.Value(scope);
        var stride = step is null ? 1 : JinjaValues.IntOf(step.Value(scope));
        return value switch
        {
            string text => string.Concat(Places(scope, text.Length, stride).Select(place => text[place])),
            List<object?> list => Places(scope, list.Count, stride).Select(place => list[place]).ToList(),
            _ => throw new JinjaException($"{JinjaValues.Kind(value)} cannot be sliced"),
        };
    }

    private IEnumerable<int> Places(JinjaScope scope, int count, int stride)
    {
        if (stride == 0)
        {
            throw new JinjaException("a slice cannot have the step 0");
        }

        var (first, last) = stride > 0 ? (0, count) : (count - 1, -1);
        var start = Bound(scope, from, count, stride, first);
        var end = Bound(scope, to, count, stride, last);
        for (var place = start; stride > 0 ? place < end : place > end; place += stride)
        {
            yield return place;
        }
    }

    private static int Bound(JinjaScope scope, Expression? bound, int count, int stride, int fallback)
    {
        if (bound?.Value(scope) is not long given)
        {
            return fallback;
        }

        var place = given < 0 ? given + count : given;
        return (int)(stride > 0 ? Math.Clamp(place, 0, count) : Math.Clamp(place, -1, count - 1));
    }
}
