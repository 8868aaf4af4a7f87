using System.Globalization;

namespace Streaming.Operators.Images;

/// <summary>Sizes of files as Data-Juicer reads them: of the text only digits and letters count, and a unit is a power of 1,024 with or without its <c>i</c>.</summary>
internal static class SizeText
{
    private const string Powers = "kmgtpezy";

    /// <summary>The size in bytes, or null where it is none.</summary>
    public static double? BytesOf(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var unit = string.Concat(text.Where(char.IsLetter)).ToLowerInvariant();
        if (digits.Length == 0 || !double.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        if (unit.Length == 0)
        {
            return number;
        }

        var power = Powers.IndexOf(unit[0], StringComparison.Ordinal);
        return power >= 0 && unit[1..] is "b" or "ib" ? number * Math.Pow(1024, power + 1) : null;
    }
}
