using PhoneNumbers;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds telephone numbers that libphonenumber holds for valid: international ones, and those of the regions as people write them there.</summary>
internal sealed class PhoneDetector(IReadOnlyList<string> regions) : IPiiDetector
{
    private const int FewestDigits = 7;
    private const int Around = 24;
    private const int LongestPart = 256;
    private const long MostTries = 65535;
    private const string AnyRegion = "ZZ";

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private readonly string[] _regions = regions.Count == 0 ? [AnyRegion] : [.. regions];

    public void AddFindings(string text, List<PiiFinding> findings)
    {
        var next = 0;
        while (TryNextPart(text, ref next, out var start, out var end))
        {
            AddFrom(text, start, end, findings);
        }
    }

    private void AddFrom(string text, int start, int end, List<PiiFinding> findings)
    {
        var part = text[start..end];
        var first = findings.Count;
        foreach (var region in _regions)
        {
            foreach (var match in Library.FindNumbers(part, region, PhoneNumberUtil.Leniency.VALID, MostTries))
            {
                var span = new Text.Splitting.TextSpan(start + match.Start, start + match.Start + match.Length);
                if (!findings.Skip(first).Any(f => f.Span.Start < span.End && span.Start < f.Span.End))
                {
                    findings.Add(new(PiiKind.Phone, span));
                }
            }
        }
    }

    // The library goes through a text with expressions: it is given only parts with enough digits near each other, and what stands around them.
    private static bool TryNextPart(string text, ref int from, out int start, out int end)
    {
        var least = from;
        while (text.AsSpan(from).IndexOfAnyInRange('0', '9') is var next and >= 0)
        {
            start = from + next;
            var (digits, last) = (0, start);
            for (var at = start; at < text.Length && at - last <= 3 && at - start < LongestPart; at++)
            {
                if (char.IsAsciiDigit(text[at]))
                {
                    (digits, last) = (digits + 1, at);
                }
                else if (text[at] is '\n' or '@')
                {
                    break;
                }
            }

            from = last + 1;
            if (digits >= FewestDigits)
            {
                start = Math.Max(least, start - Around);
                end = Math.Min(from + Around, NextDigit(text, from));
                return true;
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    private static int NextDigit(string text, int from)
    {
        var next = text.AsSpan(from).IndexOfAnyInRange('0', '9');
        return next < 0 ? text.Length : from + next;
    }
}
