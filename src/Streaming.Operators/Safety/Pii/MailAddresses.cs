using System.Buffers;
using Streaming.Operators.Text;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds e-mail addresses as datatrove does, in time linear in the text: atoms of ASCII with single dots between, and a domain of two labels at least, or four numbers in brackets.</summary>
/// <remarks>An address starts at a border of a word: symbols ahead of its first letter stay in the text, and one that is glued to a letter of another script is none.</remarks>
internal static class MailAddresses
{
    private static readonly SearchValues<char> Atom =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+/=?^_`{|}~-");

    /// <summary>The next address at or behind a place; false where there is none.</summary>
    public static bool TryNext(ReadOnlySpan<char> text, int from, out TextSpan address)
    {
        for (var at = NextMark(text, from); at >= 0; at = NextMark(text, at + 1))
        {
            var end = EndOfDomain(text, at + 1);
            var start = end < 0 ? -1 : StartOfLocal(text, from, at);
            if (start >= 0)
            {
                address = new(start, end);
                return true;
            }
        }

        address = default;
        return false;
    }

    private static int NextMark(ReadOnlySpan<char> text, int from)
    {
        var next = text[from..].IndexOf('@');
        return next < 0 ? -1 : from + next;
    }

    private static int StartOfLocal(ReadOnlySpan<char> text, int from, int mark)
    {
        var first = mark;
        while (first > from && (Atom.Contains(text[first - 1]) || (text[first - 1] == '.' && first < mark && text[first] != '.')))
        {
            first--;
        }

        for (var start = first; start < mark; start++)
        {
            if (text[start] != '.' && IsBorder(text, start))
            {
                return text[mark - 1] == '.' ? -1 : start;
            }
        }

        return -1;
    }

    private static bool IsBorder(ReadOnlySpan<char> text, int at) =>
        (at > 0 && IsWord(CodePoints.Before(text, at, out _))) != IsWord(CodePoints.At(text, at, out _));

    private static bool IsWord(int c) => c == '_' || PythonText.Alphanumeric.Contains(c);

    private static int EndOfDomain(ReadOnlySpan<char> text, int start)
    {
        if (start < text.Length && text[start] == '[')
        {
            return Ipv4Addresses.TryReadAt(text, start + 1, out var end) && end < text.Length && text[end] == ']' ? end + 1 : -1;
        }

        for (var (at, labels) = (start, 0); at < text.Length && char.IsAsciiLetterOrDigit(text[at]);)
        {
            var run = at;
            while (run < text.Length && (char.IsAsciiLetterOrDigit(text[run]) || text[run] == '-'))
            {
                run++;
            }

            labels++;
            if (run + 1 < text.Length && text[run] == '.' && text[run - 1] != '-' && char.IsAsciiLetterOrDigit(text[run + 1]))
            {
                at = run + 1;
                continue;
            }

            while (text[run - 1] == '-')
            {
                run--;
            }

            return labels > 1 ? run : -1;
        }

        return -1;
    }
}
