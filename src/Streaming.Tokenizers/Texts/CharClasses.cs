using System.Globalization;
using System.Runtime.CompilerServices;

namespace Streaming.Tokenizers.Texts;

/// <summary>The classes of characters, looked up in one table for the 65,536 UTF-16 units.</summary>
internal static class CharClasses
{
    private static readonly CharClass[] Table = Build();

    /// <summary>The class of the code point at <paramref name="index"/> and its width in UTF-16 units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharClass At(ReadOnlySpan<char> text, int index, out int width)
    {
        var found = Table[text[index]];
        width = 1;
        return (found & CharClass.Surrogate) == 0 ? found : Astral(text, index, out width);
    }

    /// <summary>Where the run of code points of any of the <paramref name="classes"/> ends that begins at <paramref name="start"/>.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int start, CharClass classes)
    {
        var index = start;
        while (index < text.Length)
        {
            var found = Table[text[index]];
            if ((found & classes) != 0)
            {
                index++;
            }
            else if ((found & CharClass.Surrogate) != 0 && (Astral(text, index, out var width) & classes) != 0)
            {
                index += width;
            }
            else
            {
                break;
            }
        }

        return index;
    }

    /// <summary>Where the run of code points of none of the <paramref name="classes"/> ends that begins at <paramref name="start"/>.</summary>
    public static int RunEndWithout(ReadOnlySpan<char> text, int start, CharClass classes)
    {
        var index = start;
        while (index < text.Length && (At(text, index, out var width) & classes) == 0)
        {
            index += width;
        }

        return index;
    }

    private static CharClass Astral(ReadOnlySpan<char> text, int index, out int width)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out width);
        return Of(Rune.GetUnicodeCategory(rune));
    }

    private static CharClass[] Build()
    {
        var table = new CharClass[char.MaxValue + 1];
        for (var unit = 0; unit < table.Length; unit++)
        {
            var character = (char)unit;
            table[unit] = char.IsSurrogate(character) ? CharClass.Surrogate
                : char.IsWhiteSpace(character) ? CharClass.Space | (character is '\r' or '\n' ? CharClass.NewLine : CharClass.None)
                : Of(CharUnicodeInfo.GetUnicodeCategory(character));
        }

        return table;
    }

    private static CharClass Of(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CharClass.Letter | CharClass.Upper,
        UnicodeCategory.LowercaseLetter => CharClass.Letter | CharClass.Lower,
        UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharClass.Letter | CharClass.Upper | CharClass.Lower,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CharClass.Upper | CharClass.Lower,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharClass.Number,
        _ => CharClass.None,
    };
}
