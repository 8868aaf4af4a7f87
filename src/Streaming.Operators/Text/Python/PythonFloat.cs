using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Operators.Text;

/// <summary>Python's <c>float(text)</c>.</summary>
internal static partial class PythonFloat
{
    /// <summary>The number, or null where the text is none: white space around it, single underscores between digits, digits of any script, inf and nan are allowed.</summary>
    public static double? Parse(string text)
    {
        var stripped = PythonText.Strip(text).ToString();
        if (Special().Match(stripped) is { Success: true } special)
        {
            var magnitude = char.ToLowerInvariant(special.Groups["what"].Value[0]) == 'n' ? double.NaN : double.PositiveInfinity;
            return stripped[0] == '-' ? -magnitude : magnitude;
        }

        return Decimal().IsMatch(stripped) && double.TryParse(WithAsciiDigits(stripped), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string WithAsciiDigits(string number)
    {
        var ascii = new StringBuilder(number.Length);
        foreach (var c in number.Where(c => c != '_'))
        {
            ascii.Append(char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : c);
        }

        return ascii.ToString();
    }

    [GeneratedRegex(@"^[+-]?(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[+-]?(?<what>inf(?:inity)?|nan)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Special();
}
