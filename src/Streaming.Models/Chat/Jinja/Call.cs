namespace Streaming.Models.Chat.Jinja;

/// <summary>What stands between the brackets of a call.</summary>
internal sealed record CallArguments(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named)
{
    public static CallArguments None { get; } = new([], []);

    public JinjaArguments Values(JinjaScope scope) =>
        new([.. Positional.Select(value => value.Value(scope))], Named.ToDictionary(pair => pair.Name, pair => pair.Value.Value(scope), StringComparer.Ordinal));
}

/// <summary><c>f(a, b=c)</c>.</summary>
internal sealed class Call(Expression function, CallArguments arguments) : Expression
{
    protected override object? Evaluate(JinjaScope scope) => function.Value(scope) is JinjaFunction called
        ? called(arguments.Values(scope))
        : throw new JinjaException($"{Described()} cannot be called");

    private string Described() => function switch
    {
        NameOf name => $"'{name.Name}'",
        Access { Key: Constant { Content: string method } } => $"the method '{method}'",
        _ => "a value that is no function",
    };
}

/// <summary><c>a | f(b)</c>.</summary>
internal sealed class Filtered(Expression target, string name, CallArguments arguments) : Expression
{
    private readonly Func<object?, JinjaArguments, object?> _filter = Filters.Find(name) ?? throw new JinjaException($"the filter '{name}' is not supported");

    protected override object? Evaluate(JinjaScope scope) => _filter(target.Value(scope), arguments.Values(scope));
}

/// <summary><c>a is b</c>.</summary>
internal sealed class Tested(Expression target, string name, CallArguments arguments, bool negated) : Expression
{
    private readonly Func<object?, JinjaArguments, bool> _test = Tests.Find(name) ?? throw new JinjaException($"the test '{name}' is not supported");

    protected override object? Evaluate(JinjaScope scope) => _test(target.Value(scope), arguments.Values(scope)) != negated;
}
