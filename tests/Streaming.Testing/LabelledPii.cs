using System.Globalization;
using System.Numerics;

namespace Streaming.Testing;

/// <summary>Personal details at a place in a text.</summary>
/// <param name="Kind">email, iban, credit_card, national_id, ip or phone.</param>
/// <param name="Start">The first UTF-16 unit.</param>
/// <param name="End">Behind the last.</param>
public sealed record PiiPlace(string Kind, int Start, int End);

/// <summary>A text with the personal details in it.</summary>
public sealed record LabelledText(string Text, IReadOnlyList<PiiPlace> Places);

/// <summary>
/// Makes texts with personal details whose places are known, from a seed. All are invented; checksums are computed here once more, apart from the code that is measured. Among the sentences are
/// numbers that look like personal details and are none: orders, versions, dates, coordinates, times, and numbers with a wrong check digit.
/// </summary>
public sealed class LabelledPii(int seed)
{
    private static readonly string[] Names = ["anna", "j.miller", "carlos_ruiz", "o'hara", "li-wei", "piotr+news", "s.berg", "maria.rossi", "tom99", "info"];
    private static readonly string[] Hosts = ["example.com", "mail.example.org", "uni-example.de", "example.co.uk", "sub.example.net", "example.museum"];

    private static readonly string[] Sentences =
    [
        "Please write to {email} before Friday.", "Contact: {email}; he reads it daily.", "({email}) is the address on the card.", "Mail an {email}, danke!", "Her old one was <{email}>.",
        "Transfer the deposit to {iban} by noon.", "IBAN: {iban}.", "Bitte auf das Konto {iban} überweisen.", "Le compte {iban} a été fermé.",
        "He paid with {credit_card} at the counter.", "card no. {credit_card}, valid thru 08/29", "Tarjeta {credit_card} caducada.",
        "{national_id} is on file.", "The form says {national_id}.", "Number on the form: {national_id}, issued in May.",
        "The login came from {ip} last night.", "blocked {ip} (too many requests)", "server={ip};port=22",
        "Call {phone} and ask for Ruth.", "Tel.: {phone}", "Fax {phone}, or knock.", "Ring {phone} after six.",
    ];

    private static readonly string[] Decoys =
    [
        "Order 4929-1187-2204 was shipped on 2024-05-17.", "Version 10.4.2.1871 fixes build 20230415.1.", "The picture has 1920x1080 pixels and 2073600 dots.", "See section 3.2.1.4 of ISO 9001:2015.",
        "It is at 48.8566, 2.3522, about 35 m above the sea.", "The train left at 12:45:10 and arrived at 18:03:55.", "ISBN 978-3-16-148410-0 costs 24.95.", "Invoice 2023/10/00457, reference 8841-220-17.",
        "The local printer is at 192.168.1.20, the gateway at 10.0.0.1.", "std::vector<int> a::b; dead::beef", "He tweeted @anna and @tom at 5 p.m.", "The sum was 1,234,567,890.12 in 2019.",
        "Part no. 123456789 fits model 98765432.", "sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709", "Score 21-19, 18-21, 15-12 in set 3.", "Account DE00 1234 5678 9012 3456 78 does not exist.",
        "The number 4111 1111 1111 1112 was refused.", "Nobody has 12345678A or 000-12-3456.", "The years 1914-1918 and 1939-1945 are covered.", "MAC 00:1B:44:11:3A:B7 joined.",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Makes a number of texts.</summary>
    public IEnumerable<LabelledText> Make(int count) => Enumerable.Range(0, count).Select(_ => MakeOne());

    private LabelledText MakeOne()
    {
        var text = new System.Text.StringBuilder();
        var places = new List<PiiPlace>();
        var sentences = _random.Next(2, 9);
        for (var i = 0; i < sentences; i++)
        {
            var sentence = Pick(_random.Next(3) == 0 ? Decoys : Sentences);
            var open = sentence.IndexOf('{', StringComparison.Ordinal);
            text.Append(i > 0 ? " " : "");
            if (open < 0 || sentence.IndexOf('}', open) is var close && (close < 0 || !Enum.TryParse<Kind>(sentence[(open + 1)..close], out _)))
            {
                text.Append(sentence);
                continue;
            }

            var kind = sentence[(open + 1)..sentence.IndexOf('}', open)];
            var (ahead, value) = ValueOf(Enum.Parse<Kind>(kind));
            text.Append(sentence, 0, open).Append(ahead);
            places.Add(new(kind, text.Length, text.Length + value.Length));
            text.Append(value).Append(sentence.AsSpan(sentence.IndexOf('}', open) + 1));
        }

        return new(text.ToString(), places);
    }

    private (string Ahead, string Value) ValueOf(Kind kind) => kind switch
    {
        Kind.email => ("", $"{Pick(Names)}@{Pick(Hosts)}"),
        Kind.iban => ("", Iban()),
        Kind.credit_card => ("", Card()),
        Kind.national_id => NationalId(),
        Kind.ip => ("", Ip()),
        _ => ("", Phone()),
    };

    private string Phone() => Pick(
    [
        $"+1 212 555 {Digits(4)}", $"(415) 555-{Digits(4)}", $"+49 30 {Digits(1, 2)}{Digits(6)}", $"+44 20 7946 {Digits(4)}", $"+33 1 42 {Digits(2)} {Digits(2)} {Digits(2)}",
        $"+34 91 {Digits(1, 2)}{Digits(2)} {Digits(4)}", $"+39 06 698{Digits(5)}", $"312-555-{Digits(4)}", $"+61 2 9{Digits(3)} {Digits(4)}", $"+81 3-3{Digits(3)}-{Digits(4)}",
        $"+91 98{Digits(3)} {Digits(5)}", $"+48 22 {Digits(1, 2)}{Digits(2)} {Digits(2)} {Digits(2)}",
    ]);

    private string Ip() => _random.Next(4) == 0
        ? Pick([$"2001:4860:{Hex()}:{Hex()}::{Hex()}", $"2a02:{Hex()}:{Hex()}:0:0:0:{Hex()}:{Hex()}"])
        : $"{Pick(["8", "51", "84", "151", "203"])}.{_random.Next(1, 99)}.{_random.Next(256)}.{_random.Next(1, 255)}";

    private string Hex() => _random.Next(1, 65536).ToString("x", CultureInfo.InvariantCulture);

    private string Card()
    {
        var (head, length, groups) = Pick(
        [
            ("4", 16, "4 4 4 4"), ("52", 16, "4 4 4 4"), ("2221", 16, "4 4 4 4"), ("34", 15, "4 6 5"), ("6011", 16, "4 4 4 4"), ("36", 14, "4 6 4"), ("3530", 16, "4 4 4 4"), ("4", 13, "13"),
        ]);
        var body = head + Digits(length - head.Length - 1);
        var number = body + Enumerable.Range(0, 10).First(d => LuhnSum($"{body}{d}") % 10 == 0).ToString(CultureInfo.InvariantCulture);
        return Pick([number, Grouped(number, groups, ' '), Grouped(number, groups, '-')]);
    }

    private string Iban()
    {
        var (country, bank) = Pick(
        [
            ("DE", Digits(18)), ("GB", $"NWBK{Digits(14)}"), ("FR", $"{Digits(20)}X{Digits(2)}"), ("ES", Digits(20)), ("IT", $"X{Digits(22)}"), ("NL", $"ABNA{Digits(10)}"), ("NO", Digits(11)),
            ("PL", Digits(24)), ("MT", $"MALT{Digits(5)}{Digits(18)}"), ("CH", Digits(17)),
        ]);
        var asNumber = string.Concat($"{bank}{country}00".Select(c => char.IsDigit(c) ? $"{c}" : $"{c - 'A' + 10}"));
        var check = 98 - (int)(BigInteger.Parse(asNumber, CultureInfo.InvariantCulture) % 97);
        var number = $"{country}{check:00}{bank}";
        return _random.Next(2) == 0 ? number : string.Join(' ', number.Chunk(4).Select(c => new string(c)));
    }

    private (string Ahead, string Value) NationalId()
    {
        var (day, month, year) = (_random.Next(1, 29), _random.Next(1, 13), _random.Next(40, 99));
        switch (_random.Next(13))
        {
            case 0:
                var dni = Digits(8);
                return ("", dni + "TRWAGMYFPDXBNJZSQVHLCKE"[(int)(long.Parse(dni, CultureInfo.InvariantCulture) % 23)]);
            case 1:
                var nir = $"{_random.Next(1, 3)}{year:00}{month:00}{_random.Next(1, 95):00}{Digits(6)}";
                return ("", Grouped($"{nir}{97 - (long.Parse(nir, CultureInfo.InvariantCulture) % 97):00}", "1 2 2 2 3 3 2", ' '));
            case 2: return ("PESEL ", Until($"{year:00}{month:00}{day:00}{Digits(4)}", n => Weighted(n, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0));
            case 3: return ("", Until($"{year:00}{month:00}{day:00}-{Digits(3)}", n => LuhnSum(n.Replace("-", "", StringComparison.Ordinal)) % 10 == 0));
            case 4: return ("BSN ", UntilAny(() => Digits(1, 1) + Digits(8), n => Weighted(n, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0));
            case 5: return ("", Cpf());
            case 6: return ("", UntilAny(() => $"110105{1940 + (year / 2)}{month:00}{day:00}{Digits(3)}{Pick(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"])}", IsChinese));
            case 7: return ("", Until($"{day:00}{month:00}{year:00}-{Digits(3)}", n => n[^1] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[int.Parse(n[..6] + n[7..10], CultureInfo.InvariantCulture) % 31], "0123456789ABCDEFHJKLMNPRSTUVWXY"));
            case 8: return ("NHS no. ", Grouped(UntilAny(() => Digits(10), n => (11 - (Weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 11 == n[9] - '0'), "3 3 4", ' '));
            case 9:
                var born = $"{year:00}{month:00}{day:00}{Digits(3)}";
                return ("", $"{born[..2]}.{born[2..4]}.{born[4..6]}-{born[6..9]}.{97 - (int.Parse(born, CultureInfo.InvariantCulture) % 97):00}");
            case 10: return ("", Pick(["123-45-6789", $"5{Digits(2)}-4{Digits(1)}-1{Digits(3)}", $"21{Digits(1)}-7{Digits(1)}-8{Digits(3)}"]));
            case 11: return ("", Pick(["RSSMRA85T10A562S", "MRTMTT25D09F205Z"]));
            default: return ("Steuer-ID: ", Pick(["86095742719", "47036892816", "65929970489", "57549285017", "25768131411"]));
        }
    }

    private string Cpf()
    {
        var number = UntilAny(
            () => Digits(11),
            n => Weighted(n, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == n[9] - '0' && Weighted(n, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10 == n[10] - '0');
        return $"{number[..3]}.{number[3..6]}.{number[6..9]}-{number[9..]}";
    }

    private static bool IsChinese(string n) => Enumerable.Range(0, 18).Sum(i => (n[i] == 'X' ? 10 : n[i] - '0') * (int)(BigInteger.Pow(2, 17 - i) % 11)) % 11 == 1;

    private static string Until(string body, Func<string, bool> isValid, string ends = "0123456789") => ends.Select(c => body + c).First(isValid);

    private static string UntilAny(Func<string> make, Func<string, bool> isValid)
    {
        var made = make();
        while (!isValid(made))
        {
            made = make();
        }

        return made;
    }

    private static int Weighted(string digits, params int[] weights) => weights.Select((w, i) => w * (digits[i] - '0')).Sum();

    private static int LuhnSum(string digits) => digits.Reverse().Select((c, i) => (c - '0') * (1 + (i % 2))).Sum(d => (d / 10) + (d % 10));

    private static string Grouped(string number, string groups, char separator)
    {
        var at = 0;
        return string.Join(separator, groups.Split(' ').Select(length => number.Substring((at += int.Parse(length, CultureInfo.InvariantCulture)) - int.Parse(length, CultureInfo.InvariantCulture), int.Parse(length, CultureInfo.InvariantCulture))));
    }

    private string Digits(int count, int least = 0) => string.Concat(Enumerable.Range(0, count).Select(i => _random.Next(i == 0 ? least : 0, 10).ToString(CultureInfo.InvariantCulture)));

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];

#pragma warning disable IDE1006, SA1300 // Named as the labels are.
    private enum Kind
    {
        email,
        iban,
        credit_card,
        national_id,
        ip,
        phone,
    }
#pragma warning restore IDE1006, SA1300
}
