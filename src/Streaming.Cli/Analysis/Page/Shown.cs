using System.Globalization;
using System.Text;

namespace Streaming.Cli.Analysis.Page;

/// <summary>Makes text of a dataset safe in a page: escaped, and without characters that a page may not hold or that would hide others.</summary>
internal static class Shown
{
    public static void Append(StringBuilder page, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            switch (c)
            {
                case '<': page.Append("&lt;"); break;
                case '>': page.Append("&gt;"); break;
                case '&': page.Append("&amp;"); break;
                case '"': page.Append("&quot;"); break;
                case '\'': page.Append("&#39;"); break;
                case '\t' or '\n' or '\r': page.Append(c); break;
                case < ' ': page.Append((char)('\u2400' + c)); break;
                case var _ when isPair: page.Append(c).Append(text[++i]); break;
                case var _ when IsHidden(c): page.Append(CultureInfo.InvariantCulture, $"[U+{(int)c:X4}]"); break;
                default: page.Append(c); break;
            }
        }
    }

    // Lone surrogates are no text; overrides of direction make text read otherwise than it is.
    private static bool IsHidden(char c) => char.IsSurrogate(c) || c is '\u007F' or (>= '\u0080' and <= '\u009F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF';
}
