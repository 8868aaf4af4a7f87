using System.Text;

namespace Streaming.Models.Chat.Jinja;

/// <summary>Something that writes text or changes names.</summary>
internal abstract class Statement
{
    public abstract void Render(JinjaScope scope, StringBuilder output);

    public static void RenderAll(IReadOnlyList<Statement> statements, JinjaScope scope, StringBuilder output)
    {
        foreach (var statement in statements)
        {
            scope.Budget.Step();
            statement.Render(scope, output);
        }
    }

    protected static void Write(JinjaScope scope, StringBuilder output, string text)
    {
        scope.Budget.Write(text.Length);
        output.Append(text);
    }
}

internal sealed class PlainText(string text) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output) => Write(scope, output, text);
}

/// <summary><c>{{ … }}</c>.</summary>
internal sealed class Output(Expression value) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output) => Write(scope, output, JinjaValues.TextOf(value.Value(scope)));
}

/// <summary><c>{% if %}</c> with its branches; the condition of the last may be null: else.</summary>
internal sealed class Branches(IReadOnlyList<(Expression? Condition, IReadOnlyList<Statement> Body)> branches) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output)
    {
        foreach (var (condition, body) in branches)
        {
            if (condition is null || JinjaValues.IsTrue(condition.Value(scope)))
            {
                RenderAll(body, scope, output);
                return;
            }
        }
    }
}

/// <summary><c>{% set %}</c>.</summary>
internal sealed class Assignment(Expression target, Expression value) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output) => To(target, value.Value(scope), scope);

    public static void To(Expression target, object? value, JinjaScope scope)
    {
        switch (target)
        {
            case NameOf name:
                scope[name.Name] = value;
                break;
            case Access { Key: Constant { Content: string field } } access when access.Target.Value(scope) is JinjaMap { IsNamespace: true } map:
                map[field] = value;
                break;
            case ListOf names:
                Unpack(names, value, scope);
                break;
            default:
                throw new JinjaException("only names and the fields of a namespace can be set");
        }
    }

    private static void Unpack(ListOf names, object? value, JinjaScope scope)
    {
        var values = JinjaValues.Items(value).ToList();
        if (values.Count != names.Items.Count)
        {
            throw new JinjaException($"{values.Count} values for {names.Items.Count} names");
        }

        for (var i = 0; i < values.Count; i++)
        {
            To(names.Items[i], values[i], scope);
        }
    }
}

/// <summary><c>{% set x %}…{% endset %}</c>.</summary>
internal sealed class BlockAssignment(Expression target, IReadOnlyList<Statement> body) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output)
    {
        var text = new StringBuilder();
        RenderAll(body, scope.Inner(), text);
        Assignment.To(target, text.ToString(), scope);
    }
}

/// <summary><c>{% filter f %}…{% endfilter %}</c>, and blocks that change nothing (<c>{% generation %}</c>).</summary>
internal sealed class Block(IReadOnlyList<Statement> body, Func<Expression, Expression>? filter) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output)
    {
        var text = new StringBuilder();
        RenderAll(body, scope, text);
        output.Append(filter is null ? text.ToString() : JinjaValues.TextOf(filter(new Constant(text.ToString())).Value(scope)));
    }
}

/// <summary><c>{% do %}</c> and other expressions whose value nobody sees.</summary>
internal sealed class Doing(Expression value) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output) => value.Value(scope);
}
