using System.Text;

namespace Streaming.Models.Chat.Jinja;

/// <summary><c>{% for %}</c>.</summary>
internal sealed class Loop(Expression target, Expression items, Expression? condition, IReadOnlyList<Statement> body, IReadOnlyList<Statement> otherwise) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output)
    {
        var all = Chosen(scope);
        if (all.Count == 0)
        {
            RenderAll(otherwise, scope, output);
            return;
        }

        for (var i = 0; i < all.Count; i++)
        {
            var inner = scope.Inner();
            inner["loop"] = About(all, i);
            Assignment.To(target, all[i], inner);
            try
            {
                RenderAll(body, inner, output);
            }
            catch (LoopJump jump)
            {
                if (jump.Ends)
                {
                    break;
                }
            }
        }
    }

    private List<object?> Chosen(JinjaScope scope)
    {
        var all = JinjaValues.Items(items.Value(scope)).ToList();
        return condition is null ? all : all.FindAll(item =>
        {
            var inner = scope.Inner();
            Assignment.To(target, item, inner);
            return JinjaValues.IsTrue(condition.Value(inner));
        });
    }

    private static JinjaMap About(List<object?> all, int i)
    {
        JinjaFunction cycle = given => given.Positional[i % given.Positional.Count];
        return new JinjaMap
        {
            ["index"] = i + 1L,
            ["index0"] = (long)i,
            ["first"] = i == 0,
            ["last"] = i == all.Count - 1,
            ["length"] = (long)all.Count,
            ["revindex"] = (long)all.Count - i,
            ["revindex0"] = all.Count - i - 1L,
            ["previtem"] = i > 0 ? all[i - 1] : JinjaValues.Undefined,
            ["nextitem"] = i < all.Count - 1 ? all[i + 1] : JinjaValues.Undefined,
            ["cycle"] = cycle,
        };
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c>.</summary>
internal sealed class Jump(bool ends) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output) => throw new LoopJump(ends);
}

/// <summary>Leaves the body of a loop.</summary>
internal sealed class LoopJump(bool ends) : Exception
{
    public bool Ends { get; } = ends;
}

/// <summary><c>{% macro %}</c>.</summary>
internal sealed class Macro(string name, IReadOnlyList<(string Name, Expression? Default)> parameters, IReadOnlyList<Statement> body) : Statement
{
    public override void Render(JinjaScope scope, StringBuilder output)
    {
        JinjaFunction function = given => Invoke(scope, given);
        scope[name] = function;
    }

    private string Invoke(JinjaScope scope, JinjaArguments given)
    {
        var inner = scope.Global.Inner();
        for (var i = 0; i < parameters.Count; i++)
        {
            var value = given.Optional(i, parameters[i].Name);
            inner[parameters[i].Name] = value == JinjaValues.Undefined && parameters[i].Default is { } fallback ? fallback.Value(inner) : value;
        }

        var text = new StringBuilder();
        scope.Budget.Enter();
        RenderAll(body, inner, text);
        scope.Budget.Leave();
        return text.ToString();
    }
}
