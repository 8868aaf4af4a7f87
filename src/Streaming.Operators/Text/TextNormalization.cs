using System.Buffers;
using System.Globalization;
using System.Text;
using Streaming.Operators.Cleaning.FixUnicode;

namespace Streaming.Operators.Text;

/// <summary>Simplifies texts so that near ones become equal: datatrove's simplify_text. The order matters: names of days are looked for in the lower-cased text.</summary>
internal static class TextNormalization
{
    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly SearchValues<char> Separators = SearchValues.Create(".,\u060C\u066B\u2396\u2397\u2398");

    /// <summary>The simplified text.</summary>
    public static string Simplify(string text, TextNormOptions options)
    {
        text = options.Lowercase ? PythonCase.ToLower(text) : text;
        text = options.NormNumbers ? ReplaceNumbers(text) : text;
        text = options.NormWeekdays ? Replace(text, Weekdays, "WEEKDAY") : text;
        text = options.NormMonthnames ? Replace(text, Months, "MONTH") : text;
        text = options.RemovePunctuation ? BlankPunctuation(text) : text;
        text = options.NormWhitespace ? JoinWhiteSpace(text) : text;
        text = options.NormUnicodeDiacritics ? RemoveMarks(text) : text;
        return PythonText.Strip(text) is var stripped && stripped.Length == text.Length ? text : stripped.ToString();
    }

    private static string Replace(string text, string[] names, string by)
    {
        foreach (var name in names)
        {
            text = text.Replace(name, by, StringComparison.Ordinal);
        }

        return text;
    }

    // Digits of any script, and after one separator more of them.
    private static string ReplaceNumbers(string text)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfDigits(text, at);
            if (end == at)
            {
                at += CodePoints.At(text, at, out var units) >= 0 ? units : 1;
                continue;
            }

            if (end < text.Length && Separators.Contains(text[end]) && EndOfDigits(text, end + 1) is var second && second > end + 1)
            {
                end = second;
            }

            (result ??= new(text.Length)).Append(text, copied, at - copied).Append('0');
            copied = at = end;
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static int EndOfDigits(string text, int at)
    {
        while (at < text.Length)
        {
            var c = text[at] < 128 ? text[at] : CodePoints.At(text, at, out _);
            if (c < 128 ? !char.IsAsciiDigit((char)c) : PythonText.Category(c) != UnicodeCategory.DecimalDigitNumber)
            {
                break;
            }

            at += c > char.MaxValue ? 2 : 1;
        }

        return at;
    }

    private static string BlankPunctuation(string text)
    {
        StringBuilder? result = null;
        for (var i = 0; i < text.Length;)
        {
            var isMark = Punctuation.Marks.Contains(CodePoints.At(text, i, out var units));
            if (isMark && result is null)
            {
                result = new StringBuilder(text.Length).Append(text, 0, i);
            }

            _ = isMark ? result!.Append(' ') : result?.Append(text, i, units);
            i += units;
        }

        return result?.ToString() ?? text;
    }

    private static string JoinWhiteSpace(string text)
    {
        var result = new StringBuilder(text.Length);
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            var length = rest.IndexOfAny(PythonText.WhiteSpace);
            if (length < 0)
            {
                result.Append(rest);
                break;
            }

            result.Append(rest[..length]).Append(' ');
            var next = rest[length..].IndexOfAnyExcept(PythonText.WhiteSpace);
            rest = next < 0 ? [] : rest[(length + next)..];
        }

        return result.ToString();
    }

    private static string RemoveMarks(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var decomposed = SafeNormalization.Apply(text, NormalizationForm.FormD);
        var result = new StringBuilder(decomposed.Length);
        for (var i = 0; i < decomposed.Length;)
        {
            var isMark = PythonText.Category(CodePoints.At(decomposed, i, out var units)) == UnicodeCategory.NonSpacingMark;
            _ = isMark ? null : result.Append(decomposed, i, units);
            i += units;
        }

        return result.ToString();
    }
}
