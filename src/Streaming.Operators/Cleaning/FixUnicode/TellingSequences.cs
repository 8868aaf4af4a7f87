namespace Streaming.Operators.Cleaning.FixUnicode;

/// <summary>Sequences that are mojibake though the kinds of their characters allow them, each told by its first character.</summary>
internal static class TellingSequences
{
    /// <summary>The characters with which a sequence begins.</summary>
    public const string Starts = "ŒœÂÃÎÐ×ØÙà√≈‚вВГРСβΒΓΞΟā";

    private const Signs Punctuation = Signs.Opening | Signs.Closing;

    /// <summary>Whether one begins at <paramref name="i"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="i">Where to look.</param>
    /// <param name="atLineStarts">Whether the sequences that must begin the text may also begin a line of it.</param>
    public static bool BeginAt(ReadOnlySpan<char> text, int i, bool atLineStarts)
    {
        var next = i + 1 < text.Length ? text[i + 1] : '\0';
        return i + 1 < text.Length && text[i] switch
        {
            'Œ' or 'œ' => !char.IsAsciiLetter(next),
            'Â' or 'Ã' => IsWestern(text[i], next) || (next == ' ' && IsWrongSpace(text, i, atLineStarts)) || (text[i] == 'Â' && IsRepeated(text, i, next)),
            'Î' or 'Ð' => IsWestern(text[i], next),
            '×' => next is '²' or '³',
            'Ø' or 'Ù' => i + 3 < text.Length && IsArabic(next) && text[i + 2] is 'Ø' or 'Ù' && IsArabic(text[i + 3]),
            'à' => next is '²' or 'µ' or '¹' or '¼' or '½' or '¾',
            '√' or '≈' or '‚' => IsMacintosh(text[i..]),
            'в' => next == 'Ђ',
            'В' or 'Г' or 'Р' or 'С' => IsCyrillic(text[i..]),
            'β' => next is '€' && i + 2 < text.Length && text[i + 2] is '™' or '\u00A0' or 'Ά' or '\u00AD' or '®' or '°',
            'Β' or 'Γ' or 'Ξ' or 'Ο' => i + 2 < text.Length && text[i + 2] is 'Β' or 'Γ' or 'Ξ' or 'Ο' && IsBetweenLeads(next),
            'ā' => next == '€',
            _ => false,
        };
    }

    // UTF-8 in Windows-1252, two characters.
    private static bool IsWestern(char lead, char next) =>
        next is '€' or 'œ' or 'Š' or 'š' or '¢' or '£' or 'Ÿ' or 'ž' or '\u00A0' or '\u00AD' or '®' or '©' or '°' or '·' or '»' or '–' or '—' or '´'
        || (SignsTable.Of(next) & Punctuation) != 0
        || (lead == 'Ã' && next == '¡');

    // "Ã " was "à" and "Â " a no-break space, their A0 turned into a space: after a small letter, or at the very start.
    private static bool IsWrongSpace(ReadOnlySpan<char> text, int i, bool atLineStarts)
    {
        if (i == 0 || (atLineStarts && text[i - 1] == '\n'))
        {
            return true;
        }

        return char.IsAsciiLetterLower(text[i - 1]) || (i > 1 && PythonClasses.IsSpace(text[i - 1]) && char.IsAsciiLetterLower(text[i - 2]));
    }

    // "Â«": the lead byte of a character whose second byte is the character itself.
    private static bool IsRepeated(ReadOnlySpan<char> text, int i, char next) =>
        i > 0
        && (char.IsAsciiLetterLower(text[i - 1]) || text[i - 1] is '.' or ',' or '?' or '!' || (SignsTable.Of(text[i - 1]) & Signs.Closing) != 0)
        && (next == ' ' || (SignsTable.Of(next) & Punctuation) != 0);

    private static bool IsArabic(char c) =>
        (SignsTable.Of(c) & (Signs.Common | Signs.Currency | Signs.Bad | Signs.Numeric | Signs.Opening)) != 0 || c is 'Ÿ' or 'Š' or '®' or '°' or 'µ' or '»';

    private static bool IsMacintosh(ReadOnlySpan<char> text) => text[0] switch
    {
        '√' => "±∂†≠®™´≤≥¥µø".Contains(text[1], StringComparison.Ordinal),
        '≈' => text[1] is '°' or '¢',
        _ => text.Length > 2 && text[1] switch
        {
            'Ä' => "ìîïòôúùû†°¢π".Contains(text[2], StringComparison.Ordinal),
            'â' or 'ó' => text[2] is 'à' or 'ä' or '°' or 'ê',
            _ => false,
        },
    };

    private static bool IsCyrillic(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[2] is 'В' or 'Г' or 'Р' or 'С' && (IsBetweenLeads(text[1]) || text[1] == 'µ'))
        {
            return true;
        }

        // Windows-1251 on top of Latin-1 on top of Windows-1252, with one more character and a Latin letter.
        if (!text.StartsWith("ГўВЂВ", StringComparison.Ordinal) || text.Length < 7 || text[5] == '\n')
        {
            return false;
        }

        var after = char.IsSurrogatePair(text[5], text[6]) ? 7 : 6;
        return after < text.Length && (char.IsAsciiLetter(text[after]) || text[after] == ' ');
    }

    private static bool IsBetweenLeads(char c) =>
        (SignsTable.Of(c) & (Signs.C1 | Signs.Bad | Signs.Opening | Signs.Closing | Signs.Currency)) != 0 || c == '°';
}
