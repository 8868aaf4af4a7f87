using System.Text;

namespace Streaming.Models.Chat.Jinja;

/// <summary>
/// A Jinja template of the subset that chat templates use: a small reader of its own, because no implementation of Jinja is among .NET's packages (those there are read Liquid, whose expressions have no
/// operators, calls or slices). Rendering is bounded.
/// </summary>
internal sealed class JinjaTemplate
{
    private readonly IReadOnlyList<Statement> _statements;

    private JinjaTemplate(IReadOnlyList<Statement> statements) => _statements = statements;

    /// <exception cref="JinjaException">The template is broken or asks for what is not supported.</exception>
    public static JinjaTemplate Parse(string source) => new(StatementParser.Parse(source));

    /// <exception cref="JinjaException">The template has raised an error.</exception>
    public string Render(IEnumerable<KeyValuePair<string, object?>> names)
    {
        var scope = new JinjaScope(new JinjaBudget());
        foreach (var (name, value) in JinjaFunctions.All.Concat(names))
        {
            scope[name] = value;
        }

        var output = new StringBuilder();
        try
        {
            Statement.RenderAll(_statements, scope, output);
        }
        catch (LoopJump)
        {
            throw new JinjaException("a break or continue is outside a loop");
        }

        return output.ToString();
    }
}
