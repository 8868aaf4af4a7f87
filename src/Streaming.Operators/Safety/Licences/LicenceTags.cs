namespace Streaming.Operators.Safety.Licences;

/// <summary>Reads the tags <c>SPDX-License-Identifier:</c> of a text.</summary>
internal static class LicenceTags
{
    private const string Tag = "SPDX-License-Identifier:";

    /// <summary>The expressions of all tags, different ones joined by AND; null where there is none that is an expression.</summary>
    public static string? In(ReadOnlySpan<char> text)
    {
        var found = new List<string>();
        while (text.IndexOf(Tag, StringComparison.OrdinalIgnoreCase) is var at and >= 0)
        {
            text = text[(at + Tag.Length)..];
            var end = text.IndexOfAny('\r', '\n');
            var line = text[..(end < 0 ? text.Length : end)];
            if (ExpressionOf(line) is { } expression && !found.Contains(expression))
            {
                found.Add(expression);
            }
        }

        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => string.Join(" AND ", found.Select(e => e.Contains(" OR ", StringComparison.OrdinalIgnoreCase) ? $"({e})" : e)),
        };
    }

    // What closes a comment behind it is no part of it.
    private static string? ExpressionOf(ReadOnlySpan<char> line)
    {
        foreach (var close in (string[])["*/", "-->", "#}", "--}}", "\"", "'", "`"])
        {
            var at = line.IndexOf(close, StringComparison.Ordinal);
            line = at < 0 ? line : line[..at];
        }

        var expression = line.Trim().ToString();
        return expression.Length is > 0 and <= 500 && LicenceExpression.Holds(expression, _ => true) is not null ? expression : null;
    }
}
