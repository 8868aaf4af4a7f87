namespace Streaming.Models.Chat.Jinja;

/// <summary>Arithmetic and comparison of two values.</summary>
internal sealed class Operation(Expression left, string sign, Expression right) : Expression
{
    protected override object? Evaluate(JinjaScope scope)
    {
        var (a, b) = (left.Value(scope), right.Value(scope));
        return sign switch
        {
            "==" => JinjaValues.AreEqual(a, b),
            "!=" => !JinjaValues.AreEqual(a, b),
            "<" => JinjaValues.Compare(a, b) < 0,
            ">" => JinjaValues.Compare(a, b) > 0,
            "<=" => JinjaValues.Compare(a, b) <= 0,
            ">=" => JinjaValues.Compare(a, b) >= 0,
            "in" => Contains(b, a),
            "~" => Joined(scope, JinjaValues.TextOf(a), JinjaValues.TextOf(b)),
            "+" => Sum(scope, a, b),
            "*" when a is string text && b is long times => Repeated(scope, text, times),
            _ => Arithmetic(a, b),
        };
    }

    public static bool Contains(object? all, object? one) => all switch
    {
        string text => text.Contains(JinjaValues.StringOf(one), StringComparison.Ordinal),
        JinjaMap map => one is string key && map.ContainsKey(key),
        _ => JinjaValues.Items(all).Any(item => JinjaValues.AreEqual(item, one)),
    };

    private static object? Sum(JinjaScope scope, object? a, object? b) => (a, b) switch
    {
        (string first, string second) => Joined(scope, first, second),
        (List<object?> first, List<object?> second) => (List<object?>)[.. first, .. second],
        (long first, long second) => first + second,
        (long or double or bool, long or double or bool) => JinjaValues.NumberOf(a) + JinjaValues.NumberOf(b),
        _ => throw new JinjaException($"{JinjaValues.Kind(a)} and {JinjaValues.Kind(b)} cannot be added"),
    };

    private static string Joined(JinjaScope scope, string first, string second)
    {
        scope.Budget.Write(first.Length + second.Length);
        return first + second;
    }

    private static string Repeated(JinjaScope scope, string text, long times)
    {
        scope.Budget.Write((int)Math.Clamp(text.Length * times, 0, int.MaxValue));
        return string.Concat(Enumerable.Repeat(text, (int)Math.Max(0, times)));
    }

    private object Arithmetic(object? a, object? b)
    {
        if (a is long first && b is long second && sign != "/" && sign != "**")
        {
            return sign switch
            {
                "-" => first - second,
                "*" => first * second,
                _ when second == 0 => throw new JinjaException("a division by zero"),
                "//" => (long)Math.Floor((double)first / second),
                _ => ((first % second) + second) % second,
            };
        }

        var (x, y) = (JinjaValues.NumberOf(a), JinjaValues.NumberOf(b));
        return sign switch
        {
            "-" => x - y,
            "*" => x * y,
            "**" when a is long && b is long && y >= 0 => (object)(long)Math.Pow(x, y),
            "**" => Math.Pow(x, y),
            "/" when y == 0 => throw new JinjaException("a division by zero"),
            "/" => x / y,
            "//" => Math.Floor(x / y),
            _ => x - (y * Math.Floor(x / y)),
        };
    }
}
