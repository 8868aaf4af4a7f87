namespace Streaming.Models.Chat.Jinja;

/// <summary>Something that has a value.</summary>
internal abstract class Expression
{
    public object? Value(JinjaScope scope)
    {
        scope.Budget.Step();
        return Evaluate(scope);
    }

    protected abstract object? Evaluate(JinjaScope scope);
}

internal sealed class Constant(object? value) : Expression
{
    public object? Content { get; } = value;

    protected override object? Evaluate(JinjaScope scope) => Content;
}

internal sealed class NameOf(string name) : Expression
{
    public string Name { get; } = name;

    protected override object? Evaluate(JinjaScope scope) => scope[Name];
}

internal sealed class ListOf(IReadOnlyList<Expression> items) : Expression
{
    public IReadOnlyList<Expression> Items { get; } = items;

    protected override object? Evaluate(JinjaScope scope) => Items.Select(item => item.Value(scope)).ToList();
}

internal sealed class MapOf(IReadOnlyList<(Expression Key, Expression Value)> items) : Expression
{
    protected override object? Evaluate(JinjaScope scope)
    {
        var map = new JinjaMap();
        foreach (var (key, value) in items)
        {
            map[JinjaValues.TextOf(key.Value(scope))] = value.Value(scope);
        }

        return map;
    }
}

/// <summary><c>a if b else c</c>.</summary>
internal sealed class Choice(Expression then, Expression condition, Expression? otherwise) : Expression
{
    protected override object? Evaluate(JinjaScope scope) =>
        JinjaValues.IsTrue(condition.Value(scope)) ? then.Value(scope) : otherwise is null ? JinjaValues.Undefined : otherwise.Value(scope);
}

internal sealed class Not(Expression inner) : Expression
{
    protected override object? Evaluate(JinjaScope scope) => !JinjaValues.IsTrue(inner.Value(scope));
}

internal sealed class Negative(Expression inner) : Expression
{
    protected override object? Evaluate(JinjaScope scope) => inner.Value(scope) is var value && value is long number ? (object)-number : -JinjaValues.NumberOf(value);
}

/// <summary><c>and</c>, <c>or</c>: the value that decided, as in Python.</summary>
internal sealed class Logic(Expression left, bool isAnd, Expression right) : Expression
{
    protected override object? Evaluate(JinjaScope scope)
    {
        var value = left.Value(scope);
        return JinjaValues.IsTrue(value) == isAnd ? right.Value(scope) : value;
    }
}
