using System.Buffers;
using Streaming.Operators.Text;

namespace Streaming.Operators.Deduplication.Lines;

/// <summary>Which lines are left alone however often they occur. They are looked at without the white space around them.</summary>
internal sealed class LineRules(DocumentLineDeduplicatorOptions options)
{
    private static readonly SearchValues<char> Brackets = SearchValues.Create("{}[]();");

    /// <summary>Whether a stripped line is left alone.</summary>
    public bool Skips(ReadOnlySpan<char> line) => CodePoints.Count(line) < options.MinLineLength
        || (options.SkipBrackets && !line.ContainsAnyExcept(Brackets))
        || (options.SkipMarkdownHeaders && line.StartsWith("#"))
        || (options.SkipLatexEnv && (line.StartsWith(@"\begin{") || line.StartsWith(@"\end{")))
        || (options.SkipHtmlTags && IsTag(line));

    // <, perhaps /, a letter, and no > but perhaps at the end. Python's [a-z] without regard to case has two letters more.
    private static bool IsTag(ReadOnlySpan<char> line)
    {
        var name = line.StartsWith("</") ? 2 : 1;
        return line.StartsWith("<") && line.Length > name
            && (char.IsAsciiLetter(line[name]) || line[name] is '\u017F' or '\u212A')
            && (line[name..].IndexOf('>') is var end && (end < 0 || name + end == line.Length - 1));
    }
}
