namespace Streaming.Operators.Safety.Pii;

/// <summary>The checksums that numbers of persons, accounts and cards carry.</summary>
internal static class CheckDigits
{
    private const string Verhoeff = "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210";
    private const string VerhoeffPlaces = "01234567891576283094580379614289160435279453126870428657390127938064157046913258";

    /// <summary>Luhn (ISO/IEC 7812): every second digit from the right doubled.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += (i & 1) == 0 ? digit : digit > 4 ? (2 * digit) - 9 : 2 * digit;
        }

        return sum % 10 == 0;
    }

    /// <summary>The digits by their weights, added up.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, params ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return sum;
    }

    /// <summary>The number modulo a small one.</summary>
    public static int Modulo(ReadOnlySpan<char> digits, int modulus)
    {
        var rest = 0;
        foreach (var digit in digits)
        {
            rest = ((rest * 10) + digit - '0') % modulus;
        }

        return rest;
    }

    /// <summary>ISO 7064 MOD 97-10 with letters as 10 to 35, the first four characters moved to the end: IBAN.</summary>
    public static bool Iban(ReadOnlySpan<char> number)
    {
        var rest = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[(i + 4) % number.Length];
            rest = char.IsAsciiDigit(c) ? ((rest * 10) + c - '0') % 97 : ((rest * 100) + c - 'A' + 10) % 97;
        }

        return rest == 1;
    }

    /// <summary>ISO 7064 MOD 11,10.</summary>
    public static bool Iso11To10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Verhoeff's scheme over the dihedral group of order 10.</summary>
    public static bool IsVerhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var moved = VerhoeffPlaces[(i % 8 * 10) + digits[^(i + 1)] - '0'] - '0';
            check = Verhoeff[(check * 10) + moved] - '0';
        }

        return check == 0;
    }
}
