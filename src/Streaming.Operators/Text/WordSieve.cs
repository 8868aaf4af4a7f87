using System.Buffers;

namespace Streaming.Operators.Text;

/// <summary>Whether a word stays.</summary>
internal delegate bool KeepsWord(ReadOnlySpan<char> word);

/// <summary>
/// Takes words out of a text and puts the rest together as Data-Juicer does: lines, in them cells between tabs, in them words between blanks. Repeated
/// blanks, empty cells and empty lines vanish, whether or not a word was taken out.
/// </summary>
internal static class WordSieve
{
    /// <summary>The text of the words that stay; the same instance where nothing changes.</summary>
    public static string Sift(string text, KeepsWord keeps)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var sifted = rented.AsSpan(0, Sift(text, rented, keeps));
        var result = sifted.SequenceEqual(text) ? text : sifted.ToString();
        ArrayPool<char>.Shared.Return(rented);
        return result;
    }

    private static int Sift(ReadOnlySpan<char> text, Span<char> into, KeepsWord keeps)
    {
        var written = 0;

        // The strongest separator since the last word that stayed.
        var separator = ' ';
        for (var start = 0; start <= text.Length;)
        {
            var length = text[start..].IndexOfAny(Words.Separators);
            var word = length < 0 ? text[start..] : text.Slice(start, length);
            if (!word.IsEmpty && keeps(word))
            {
                if (written > 0)
                {
                    into[written++] = separator;
                }

                word.CopyTo(into[written..]);
                written += word.Length;
                separator = ' ';
            }

            start += word.Length;
            separator = start == text.Length ? separator : Stronger(separator, text[start]);
            start++;
        }

        return written;
    }

    private static char Stronger(char known, char next) => known == '\n' || next == '\n' ? '\n' : known == '\t' || next == '\t' ? '\t' : ' ';
}
