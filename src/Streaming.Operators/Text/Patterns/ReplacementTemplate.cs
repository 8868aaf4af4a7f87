using System.Globalization;
using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>What takes the place of a match, in Python's syntax: text with <c>\1</c>, <c>\g&lt;1&gt;</c>, <c>\g&lt;name&gt;</c> and the usual escapes.</summary>
internal sealed class ReplacementTemplate
{
    private readonly List<Part> _parts;

    private ReplacementTemplate(List<Part> parts) => _parts = parts;

    /// <summary>The text, where no group is named; else null.</summary>
    public string? Literal => _parts switch
    {
        [] => "",
        [{ Text: { } text }] => text,
        _ => null,
    };

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">An escape is unknown or broken.</exception>
    public static ReplacementTemplate Parse(string template)
    {
        var parts = new List<Part>();
        var text = new StringBuilder();
        for (var i = 0; i < template.Length;)
        {
            if (template[i] != '\\')
            {
                text.Append(template[i++]);
            }
            else if (Group(template, ref i) is { } group)
            {
                Flush(parts, text);
                parts.Add(new(null, group));
            }
            else
            {
                Escapes.AppendLiteral(template, ref i, text);
            }
        }

        Flush(parts, text);
        return new(parts);
    }

    /// <summary>Refuses groups that the pattern does not have.</summary>
    /// <exception cref="FormatException">It names such a group.</exception>
    public void Check(PythonPattern pattern)
    {
        foreach (var part in _parts.Where(p => p.Group is not null))
        {
            Number(part.Group!, pattern);
        }
    }

    /// <summary>Appends the replacement of one match; groups that took no part are empty.</summary>
    public void AppendTo(StringBuilder result, string text, Func<int, (int Start, int End)> place, PythonPattern pattern)
    {
        foreach (var part in _parts)
        {
            if (part.Text is { } literal)
            {
                result.Append(literal);
            }
            else
            {
                var (start, end) = place(Number(part.Group!, pattern));
                result.Append(text, start, end - start);
            }
        }
    }

    private static int Number(string group, PythonPattern pattern)
    {
        var known = int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number <= pattern.GroupCount
            : pattern.GroupNames.TryGetValue(group, out number);
        return known ? number : throw new FormatException($"The replacement names group '{group}', which the pattern does not have.");
    }

    private static void Flush(List<Part> parts, StringBuilder text)
    {
        if (text.Length > 0)
        {
            parts.Add(new(text.ToString(), null));
            text.Clear();
        }
    }

    // \g<name>, or one or two digits that are not an octal escape (\0…, or three octal digits).
    private static string? Group(string template, ref int i)
    {
        var rest = template.AsSpan(i + 1);
        if (rest.StartsWith("g<") && rest.IndexOf('>') is var close and > 2)
        {
            i += close + 2;
            return rest[2..close].ToString();
        }

        var digits = Escapes.GroupDigits(rest);
        i += digits == 0 ? 0 : digits + 1;
        return digits == 0 ? null : rest[..digits].ToString();
    }

    private readonly record struct Part(string? Text, string? Group);
}
