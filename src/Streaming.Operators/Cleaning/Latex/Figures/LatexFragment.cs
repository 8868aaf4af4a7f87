using Streaming.Operators.Text;

namespace Streaming.Operators.Cleaning.Latex.Figures;

/// <summary>A piece of LaTeX in which commands and environments are looked for.</summary>
/// <param name="text">The piece.</param>
internal sealed class LatexFragment(string text)
{
    private int[]? _closing;

    /// <summary>The piece.</summary>
    public string Text => text;

    /// <summary>The caption, by <c>\caption</c>, else <c>\subcaption</c>, else <c>\captionof{figure}</c>; empty where there is none.</summary>
    public string Caption => (Argument(@"\caption", star: true) ?? Argument(@"\subcaption") ?? Argument(@"\captionof{figure}") ?? "").Trim(PythonText.WhiteSpaceCharacters.ToCharArray());

    /// <summary>The first label; empty where there is none.</summary>
    public string Label => Plain(@"\label").FirstOrDefault() ?? "";

    /// <summary>The paths of all images.</summary>
    public IReadOnlyList<string> Images => [.. Plain(@"\includegraphics", brackets: true)];

    /// <summary>Whether it holds a caption of a table.</summary>
    public bool IsTable => Argument(@"\captionof{table}") is not null;

    /// <summary>Where the braces that open at a place close, or -1.</summary>
    public int ClosingOf(int open) => (_closing ??= FindClosing(text))[open];

    /// <summary>Behind <c>[…]</c> at a place, or the place itself.</summary>
    public int SkipBrackets(int at) => at < text.Length && text[at] == '[' && text.IndexOf(']', at) is var end and >= 0 ? end + 1 : at;

    // The argument in braces, which may be nested, of the first use of a command that has one.
    private string? Argument(string command, bool star = false)
    {
        for (var at = text.IndexOf(command, StringComparison.Ordinal); at >= 0; at = text.IndexOf(command, at + 1, StringComparison.Ordinal))
        {
            var open = at + command.Length;
            open = SkipBrackets(open + (star && open < text.Length && text[open] == '*' ? 1 : 0));
            if (open < text.Length && text[open] == '{' && ClosingOf(open) is var close and >= 0)
            {
                return text[(open + 1)..close];
            }
        }

        return null;
    }

    // The arguments of a command up to the next brace, however it is nested; empty ones are none.
    private IEnumerable<string> Plain(string command, bool brackets = false)
    {
        for (var at = text.IndexOf(command, StringComparison.Ordinal); at >= 0; at = text.IndexOf(command, at, StringComparison.Ordinal))
        {
            at += command.Length;
            var open = brackets ? SkipBrackets(at) : at;
            var close = open < text.Length && text[open] == '{' ? text.IndexOf('}', open) : -1;
            if (close > open + 1)
            {
                yield return PythonText.Strip(text.AsSpan((open + 1)..close)).ToString();
                at = close;
            }
        }
    }

    private static int[] FindClosing(string text)
    {
        var closing = new int[text.Length];
        var open = new Stack<int>();
        for (var i = 0; i < text.Length; i++)
        {
            closing[i] = -1;
            if (text[i] == '{')
            {
                open.Push(i);
            }
            else if (text[i] == '}' && open.TryPop(out var start))
            {
                closing[start] = i;
            }
        }

        return closing;
    }
}
