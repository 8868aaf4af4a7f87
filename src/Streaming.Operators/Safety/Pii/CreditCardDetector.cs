namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds payment card numbers, in one piece or in groups with blanks or hyphens between.</summary>
internal sealed class CreditCardDetector : IPiiDetector
{
    private const int Least = 13;
    private const int Most = 19;

    public void AddFindings(string text, List<PiiFinding> findings)
    {
        Span<char> digits = stackalloc char[Most];
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                continue;
            }

            var end = Read(text, at, digits, out var count);
            if (count is >= Least and <= Most && IsBorder(text, at, end) && IsCard(digits[..count]))
            {
                findings.Add(new(PiiKind.CreditCard, new(at, end)));
            }

            at = end - 1;
        }
    }

    // The whole run of digits with one separator between groups, the same each time.
    private static int Read(string text, int start, Span<char> digits, out int count)
    {
        var (at, separator) = (start, '\0');
        count = 0;
        while (at < text.Length)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                var isNext = text[at] is ' ' or '-' && (separator == '\0' || separator == text[at]) && at - start >= 4 && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
                if (!isNext || count >= Least)
                {
                    break;
                }

                separator = text[at++];
            }

            if (count < digits.Length)
            {
                digits[count] = text[at];
            }

            count++;
            at++;
        }

        return at;
    }

    private static bool IsBorder(string text, int start, int end) =>
        (start == 0 || !(char.IsLetterOrDigit(text[start - 1]) || (text[start - 1] is '.' or ',' or '-' && start > 1 && char.IsDigit(text[start - 2]))))
        && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || (text[end] is '.' or ',' or '-' && end + 1 < text.Length && char.IsDigit(text[end + 1]))));

    private static bool IsCard(ReadOnlySpan<char> digits)
    {
        var first = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        var isScheme = (digits.Length, first) switch
        {
            (13 or 16 or 19, >= 4000 and < 5000) => true,
            (16, (>= 5100 and < 5600) or (>= 2221 and <= 2720)) => true,
            (15, (>= 3400 and < 3500) or (>= 3700 and < 3800)) => true,
            (16 or 19, 6011 or (>= 6440 and < 6600) or (>= 3528 and <= 3589)) => true,
            (14, (>= 3000 and < 3060) or (>= 3600 and < 3700) or (>= 3800 and < 4000)) => true,
            ( >= 16, >= 6200 and < 6300) => true,
            _ => false,
        };
        return isScheme && CheckDigits.Luhn(digits);
    }
}
