using System.Text;
using Streaming.Operators;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>A text with places to fill in: <c>{name}</c>, or <c>{}</c> for the next one in order, as Python's <c>format</c> has them; <c>{{</c> and <c>}}</c> are braces.</summary>
internal sealed class PromptTemplate
{
    private readonly List<(string Text, bool IsPlace)> _parts = [];

    /// <exception cref="BadInputException">A brace is open.</exception>
    public PromptTemplate(string option, string text)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c is '{' or '}' && at + 1 < text.Length && text[at + 1] == c)
            {
                plain.Append(c);
                at++;
            }
            else if (c == '{')
            {
                var end = text.IndexOf('}', at);
                _parts.Add((plain.ToString(), false));
                _parts.Add((end < 0 ? throw Open(option, at) : text[(at + 1)..end].Trim(), true));
                plain.Clear();
                at = end;
            }
            else
            {
                plain.Append(c == '}' ? throw Open(option, at) : c);
            }
        }

        _parts.Add((plain.ToString(), false));
    }

    /// <summary>The names of its places, in order.</summary>
    public IEnumerable<string> Places => _parts.Where(part => part.IsPlace).Select(part => part.Text);

    /// <summary>The text with its places filled in by name.</summary>
    public string Fill(Func<string, string> valueOf) => string.Concat(_parts.Select(part => part.IsPlace ? valueOf(part.Text) : part.Text));

    /// <summary>The text with its places filled in, in order where they have no name.</summary>
    public string Fill(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = new StringBuilder();
        var next = 0;
        foreach (var (part, isPlace) in _parts)
        {
            text.Append(!isPlace ? part : part.Length == 0 ? values[Math.Min(next++, values.Length - 1)].Value : ValueOf(part, values));
        }

        return text.ToString();
    }

    private static string ValueOf(string name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (known == name)
            {
                return value;
            }
        }

        return "";
    }

    private static BadInputException Open(string option, int at) => new($"{option}: the brace at character {at} is open. Places are written {{name}}, braces {{{{ and }}}}.");
}
