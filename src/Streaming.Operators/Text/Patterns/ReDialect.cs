using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Writes a pattern of Python's <c>re</c> module for the <c>regex</c> module, where their shorthands differ.</summary>
/// <remarks>
/// In <c>re</c>, <c>\w</c> is what <c>str.isalnum</c> says, and the underscore; <c>\s</c> has U+001C to U+001F. Borders of words stay those of <c>regex</c>: they differ beside marks and a few symbols only.
/// </remarks>
internal static class ReDialect
{
    private const string Word = @"\p{L}\p{N}_";
    private const string Space = @"\s\x1C-\x1F";

    /// <summary>The pattern for <see cref="PythonPattern"/>.</summary>
    /// <exception cref="FormatException">It negates a shorthand within a class of other members, which has no counterpart.</exception>
    public static string ToRegexModule(string pattern)
    {
        var result = new StringBuilder(pattern.Length);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                result.Append(Escape(pattern[++i], inClass));
                continue;
            }

            if (c == '[' && !inClass)
            {
                inClass = true;
                result.Append(c);
                i = AppendStart(pattern, i, result);
                continue;
            }

            inClass &= c != ']';
            result.Append(c);
        }

        return result.ToString();
    }

    // A closing bracket right at the start of a class is a member of it.
    private static int AppendStart(string pattern, int open, StringBuilder result)
    {
        var at = open;
        if (at + 1 < pattern.Length && pattern[at + 1] == '^')
        {
            result.Append(pattern[++at]);
        }

        if (at + 1 < pattern.Length && pattern[at + 1] == ']')
        {
            result.Append(@"\]");
            at++;
        }

        return at;
    }

    private static string Escape(char letter, bool inClass) => (letter, inClass) switch
    {
        ('w', false) => $"[{Word}]",
        ('w', true) => Word,
        ('W', false) => $"[^{Word}]",
        ('s', false) => $"[{Space}]",
        ('s', true) => Space,
        ('S', false) => $"[^{Space}]",
        ('W' or 'S', true) => throw new FormatException($"\\{letter} within a class is not supported: write the class by what it is, or name its ranges."),
        _ => $"\\{letter}",
    };
}
