using System.Text;

namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>ANSI sequences for colours and cursor moves: escape, <c>[</c>, digits and semicolons, a letter.</summary>
internal static class TerminalEscapes
{
    private const char Escape = '\x1B';

    /// <summary>The text without them; the same string where there are none.</summary>
    public static string Remove(string text)
    {
        StringBuilder? kept = null;
        var copied = 0;
        for (var i = text.IndexOf(Escape, StringComparison.Ordinal); i >= 0; i = text.IndexOf(Escape, i + 1))
        {
            var end = EndOf(text, i);
            if (end > 0)
            {
                kept ??= new(text.Length);
                kept.Append(text, copied, i - copied);
                copied = end;
            }
        }

        return kept?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static int EndOf(string text, int start)
    {
        if (start + 1 >= text.Length || text[start + 1] != '[')
        {
            return -1;
        }

        var i = start + 2;
        while (i < text.Length && (text[i] == ';' || char.IsDigit(text, i)))
        {
            // Digits outside the basic plane take two units.
            i += char.IsSurrogate(text[i]) ? 2 : 1;
        }

        return i < text.Length && char.IsAsciiLetter(text[i]) ? i + 1 : -1;
    }
}
