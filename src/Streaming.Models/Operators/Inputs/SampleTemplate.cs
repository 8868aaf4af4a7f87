using System.Globalization;
using System.Text;
using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>A text with places for columns, as Python's <c>str.format</c> reads it: <c>{text}</c>, and <c>{{</c> and <c>}}</c> for braces themselves.</summary>
internal sealed class SampleTemplate
{
    private readonly List<(string Literal, string? Name)> _parts;

    private SampleTemplate(List<(string Literal, string? Name)> parts) => _parts = parts;

    /// <summary>The columns that it names.</summary>
    public IEnumerable<string> Names => _parts.Select(part => part.Name).OfType<string>().Distinct();

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">A brace has no partner, or a place has more than a name.</exception>
    public static SampleTemplate Parse(string text)
    {
        var parts = new List<(string Literal, string? Name)>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var isBrace = text[at] is '{' or '}';
            if (!isBrace || (at + 1 < text.Length && text[at + 1] == text[at]))
            {
                literal.Append(text[at]);
                at += isBrace ? 1 : 0;
                continue;
            }

            var end = text[at] == '{' ? text.IndexOf('}', at) : -1;
            var name = end < 0 ? "" : text[(at + 1)..end];
            if (name.Length == 0 || name.AsSpan().ContainsAny("{[.!:"))
            {
                throw new FormatException($"'{text}' is no template: write the name of a column between braces, and {{{{ and }}}} for braces themselves");
            }

            parts.Add((literal.ToString(), name));
            literal.Clear();
            at = end;
        }

        parts.Add((literal.ToString(), null));
        return new SampleTemplate(parts);
    }

    /// <summary>What is wrong with a template, or null.</summary>
    public static string? ProblemOf(string? text)
    {
        try
        {
            _ = text is null ? null : Parse(text);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>The text of a sample.</summary>
    public string Render(Sample sample) => Render(name => TextOf(sample, name));

    /// <summary>The text of a record.</summary>
    /// <exception cref="InvalidDataException">The record has not all that is named.</exception>
    public string Render(IReadOnlyDictionary<string, object?> record) =>
        Render(name => record.TryGetValue(name, out var value) ? ToText(value) : throw new InvalidDataException($"The record has no '{name}'; it has {string.Join(", ", record.Keys)}."));

    private string Render(Func<string, string> value)
    {
        var text = new StringBuilder();
        foreach (var (literal, name) in _parts)
        {
            text.Append(literal).Append(name is null ? "" : value(name));
        }

        return text.ToString();
    }

    private static string TextOf(Sample sample, string name) => name switch
    {
        KnownColumns.Text => sample.Text,
        KnownColumns.Id => sample.Id,
        _ => ToText(sample.Meta[name] ?? throw new InvalidDataException($"The sample has nothing in column '{name}'.")),
    };

    private static string ToText(object? value) => value switch
    {
        // As Python writes it.
        null => "None",
        double whole when whole == Math.Floor(whole) && Math.Abs(whole) < 1e16 => whole.ToString("F1", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
