namespace Streaming.Operators.Cleaning.Latex.Figures;

/// <summary>Finds environments: from <c>\begin{…}</c> to the next <c>\end{…}</c> of the same name.</summary>
internal static class LatexEnvironments
{
    private const string Begin = @"\begin{";

    /// <summary>The environments of some names, one after the other, each with where its body starts: behind the arguments <c>[…]</c> and <c>{…}</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The names.</param>
    /// <param name="skipArguments">Whether arguments are no part of the body.</param>
    public static IEnumerable<(Range Whole, Range Body)> In(string text, IReadOnlySet<string> names, bool skipArguments = true)
    {
        // Names that have no end any more are not looked for again.
        var endless = new HashSet<string>();
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at, StringComparison.Ordinal))
        {
            var start = at;
            at += Begin.Length;
            var close = text.IndexOf('}', at);
            var name = close < 0 || close - at > 32 ? "" : text[at..close];
            if (!names.Contains(name) || endless.Contains(name))
            {
                continue;
            }

            var end = $@"\end{{{name}}}";
            var found = FindEnd(text, close + 1, end, skipArguments);
            if (found is var (body, last))
            {
                yield return (start..(last + end.Length), body..last);
                at = last + end.Length;
            }
            else
            {
                endless.Add(name);
            }
        }
    }

    // Arguments are skipped; where no end follows, what looked like one of them may be the body after all.
    private static (int Body, int End)? FindEnd(string text, int from, string end, bool skipArguments)
    {
        var starts = new Stack<int>([from]);
        foreach (var (open, close) in skipArguments ? [('[', ']'), ('{', '}')] : Array.Empty<(char, char)>())
        {
            while (starts.Peek() < text.Length && text[starts.Peek()] == open && text.IndexOf(close, starts.Peek()) is var last and >= 0)
            {
                starts.Push(last + 1);
            }
        }

        while (starts.TryPop(out var start))
        {
            if (text.IndexOf(end, start, StringComparison.Ordinal) is var found and >= 0)
            {
                return (start, found);
            }
        }

        return null;
    }
}
