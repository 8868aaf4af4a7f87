using System.Globalization;

namespace Streaming.Operators.Safety.Pii;

/// <summary>The identity, tax and health numbers of some countries.</summary>
internal static class NationalIds
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const string FinnishLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    // What a letter or digit at an odd place of an Italian code counts.
    private static readonly int[] ItalianOdd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    /// <summary>The numbers of thirteen countries. Plain runs of digits are taken only behind a word that says what they are: one in ten or eleven would pass by chance.</summary>
    public static IReadOnlyList<NationalId> All { get; } =
    [
        new("BR", @"\d{3}\.\d{3}\.\d{3}-\d{2}", IsBrazilian),
        new("BR", @"\d{11}", IsBrazilian, "cpf"),
        new("BE", @"\d{2}\.\d{2}\.\d{2}[- ]\d{3}\.\d{2}", IsBelgian),
        new("BE", @"\d{11}", IsBelgian, "rijksregister", "registre national", "numéro national", "insz", "niss"),
        new("CN", @"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx]", IsChinese),
        new("DE", @"\d{2} ?\d{3} ?\d{3} ?\d{3}", IsGerman, "steuer-id", "steuer-identifikationsnummer", "steueridentifikationsnummer", "steuer-idnr", "steuerid", "idnr", "tax id"),
        new("ES", @"\d{8}-?[A-Z]", IsSpanish),
        new("ES", @"[XYZ]-?\d{7}-?[A-Z]", IsSpanish),
        new("FI", @"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A-FU-Y]\d{3}[0-9A-Y]", IsFinnish),
        new("FR", @"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", IsFrench),
        new("GB", @"\d{3}[ -]?\d{3}[ -]?\d{4}", IsBritish, "nhs"),
        new("IN", @"[2-9]\d{3} \d{4} \d{4}", IsIndian),
        new("IN", @"[2-9]\d{11}", IsIndian, "aadhaar", "uidai", "आधार"),
        new("IT", @"[A-Z]{6}\d{2}[A-EHLMPR-T](?:[04][1-9]|[1256]\d|[37][01])[A-Z]\d{3}[A-Z]", IsItalian),
        new("NL", @"\d{4}\.?\d{2}\.?\d{3}", IsDutch, "bsn", "burgerservicenummer", "sofinummer", "sofi-nummer"),
        new("PL", @"\d{11}", IsPolish, "pesel"),
        new("SE", @"(?:(?:19|20)\d{2}|\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}", IsSwedish),
        new("US", @"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}", static _ => true),
        new("US", @"(?!000|666|9)\d{3}[ ]?(?!00)\d{2}[ ]?(?!0000)\d{4}", static _ => true, "ssn", "social security"),
    ];

    private static bool IsBrazilian(string d) => d.Distinct().Count() > 1
        && Eleven(CheckDigits.Weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == d[9] - '0'
        && Eleven(CheckDigits.Weighted(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == d[10] - '0';

    private static int Eleven(int sum) => sum * 10 % 11 % 10;

    // Who was born from 2000 on has a 2 ahead.
    private static bool IsBelgian(string d)
    {
        var check = CheckDigits.Modulo(d.AsSpan(9), 100);
        return IsDay(d[2..4], d[4..6]) && (97 - CheckDigits.Modulo(d.AsSpan(0, 9), 97) == check || 97 - CheckDigits.Modulo("2" + d[..9], 97) == check);
    }

    private static bool IsDay(string month, string day) =>
        int.Parse(month, CultureInfo.InvariantCulture) % 20 <= 12 && int.Parse(day, CultureInfo.InvariantCulture) <= 31;

    private static bool IsChinese(string d) =>
        "10X98765432"[CheckDigits.Weighted(d, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11] == char.ToUpperInvariant(d[17]);

    // One digit occurs twice or three times among the first ten, the others once at most.
    private static bool IsGerman(string d)
    {
        var repeated = d[..10].GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Count()).ToList();
        return d[0] != '0' && repeated is [2 or 3] && CheckDigits.Iso11To10(d);
    }

    private static bool IsSpanish(string d)
    {
        var number = d[0] is >= 'X' and <= 'Z' ? (char)('0' + d[0] - 'X') + d[1..^1] : d[..^1];
        return SpanishLetters[CheckDigits.Modulo(number, 23)] == d[^1];
    }

    private static bool IsFinnish(string d) => FinnishLetters[CheckDigits.Modulo(string.Concat(d.AsSpan(0, 6), d.AsSpan(7, 3)), 31)] == d[10];

    // The departments of Corsica count as 19 and 18.
    private static bool IsFrench(string d)
    {
        var number = d[..13].Replace("2A", "19", StringComparison.Ordinal).Replace("2B", "18", StringComparison.Ordinal);
        return number.All(char.IsAsciiDigit) && 97 - CheckDigits.Modulo(number, 97) == CheckDigits.Modulo(d.AsSpan(13), 100);
    }

    private static bool IsBritish(string d) => (11 - (CheckDigits.Weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 11 == d[9] - '0';

    private static bool IsIndian(string d) => CheckDigits.IsVerhoeff(d);

    private static bool IsItalian(string d)
    {
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var value = char.IsAsciiDigit(d[i]) ? d[i] - '0' : d[i] - 'A';
            sum += (i & 1) == 0 ? ItalianOdd[value] : value;
        }

        return sum % 26 == d[15] - 'A';
    }

    private static bool IsDutch(string d) => d != "000000000" && CheckDigits.Weighted(d, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;

    private static bool IsPolish(string d) => IsDay(d[2..4], d[4..6]) && CheckDigits.Weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;

    private static bool IsSwedish(string d) => CheckDigits.Luhn(d.Length == 12 ? d.AsSpan(2) : d);
}
