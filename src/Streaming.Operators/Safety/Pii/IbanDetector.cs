using System.Collections.Frozen;

namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds international bank account numbers, in one piece or in groups.</summary>
internal sealed class IbanDetector : IPiiDetector
{
    private const string Countries =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 "
        + "IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 "
        + "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

    private static readonly FrozenDictionary<string, int> Lengths = Countries.Split(' ').ToFrozenDictionary(c => c[..2], c => int.Parse(c[2..], System.Globalization.CultureInfo.InvariantCulture));
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> LengthOf = Lengths.GetAlternateLookup<ReadOnlySpan<char>>();

    public void AddFindings(string text, List<PiiFinding> findings)
    {
        Span<char> number = stackalloc char[40];
        for (var at = 2; at + 12 < text.Length; at++)
        {
            // Two check digits behind two capitals.
            if (!char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1]) || !char.IsAsciiLetterUpper(text[at - 1]) || !char.IsAsciiLetterUpper(text[at - 2])
                || (at > 2 && char.IsLetterOrDigit(text[at - 3])) || !LengthOf.TryGetValue(text.AsSpan(at - 2, 2), out var length))
            {
                continue;
            }

            var end = Read(text, at - 2, number[..length]);
            if (end > 0 && CheckDigits.Iban(number[..length]))
            {
                findings.Add(new(PiiKind.Iban, new(at - 2, end)));
                at = end;
            }
        }
    }

    // Behind so many letters and digits, single blanks and hyphens between; 0 where there are not so many, or more.
    private static int Read(string text, int start, Span<char> number)
    {
        var (at, count) = (start, 0);
        while (count < number.Length && at < text.Length)
        {
            var c = text[at];
            if (char.IsAsciiLetterOrDigit(c))
            {
                number[count++] = char.ToUpperInvariant(c);
            }
            else if (c is not (' ' or '-' or '\u00A0') || !char.IsLetterOrDigit(text[at - 1]))
            {
                return 0;
            }

            at++;
        }

        return count == number.Length && (at == text.Length || !char.IsLetterOrDigit(text[at])) ? at : 0;
    }
}
