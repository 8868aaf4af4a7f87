using System.Globalization;
using System.Text;

namespace Streaming.Cli.Analysis.Texts;

/// <summary>
/// Cuts a text into terms: runs of letters, digits and marks in lower case; of scripts that put no blanks between words, pairs of neighbouring characters instead
/// (Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2.2.1).
/// </summary>
internal ref struct Terms(ReadOnlySpan<char> text)
{
    // Longer runs are no words, but encodings and noise.
    private const int Longest = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private Rune _before;

    /// <summary>The next term; false at the end.</summary>
    public bool TryNext(out string term, out int start, out int end)
    {
        while (_at < _text.Length)
        {
            start = _at;
            Rune.DecodeFromUtf16(_text[_at..], out var rune, out var units);
            _at += units;
            if (IsUnspaced(rune))
            {
                if (TryPair(rune, ref start, out term))
                {
                    end = _at;
                    return true;
                }

                continue;
            }

            _before = default;
            if (IsWord(rune))
            {
                GoToEnd();
                end = _at;
                if (end - start <= Longest)
                {
                    term = _text[start..end].ToString().ToLowerInvariant();
                    return true;
                }
            }
        }

        (term, start, end) = ("", _at, _at);
        return false;
    }

    /// <summary>Whether words of its script stand without blanks between them: Han, Kana, Thai, Lao, Khmer, Myanmar.</summary>
    public static bool IsUnspaced(Rune rune) => rune.Value is >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF
        or >= 0x3005 and <= 0x3007 or >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;

    // A character that stands alone is a term of its own.
    private bool TryPair(Rune rune, ref int start, out string term)
    {
        var before = _before;
        _before = rune;
        var isFollowed = _at < _text.Length && Rune.DecodeFromUtf16(_text[_at..], out var next, out _) == System.Buffers.OperationStatus.Done && IsUnspaced(next);
        term = before != default ? $"{before}{rune}" : isFollowed ? "" : rune.ToString();
        start -= before.Utf16SequenceLength * (before != default ? 1 : 0);
        return term.Length > 0;
    }

    private void GoToEnd()
    {
        while (_at < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_at..], out var rune, out var units);
            if (!IsWord(rune) || IsUnspaced(rune))
            {
                return;
            }

            _at += units;
        }
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
