using System.Text.RegularExpressions;

namespace Streaming.Operators.Safety.Pii;

/// <summary>A number that a country gives its people.</summary>
internal sealed class NationalId
{
    private const int ContextUnits = 48;

    private readonly Regex _pattern;
    private readonly Func<string, bool> _isValid;
    private readonly string[] _context;

    /// <summary>With what it looks like, its checksum over letters and digits alone, and words of which one must stand ahead of it.</summary>
    public NationalId(string country, string pattern, Func<string, bool> isValid, params string[] context)
    {
        Country = country;
        _isValid = isValid;
        _context = context;
        // Fixed lengths and no repetition of repetitions: linear in the text.
        _pattern = new($@"(?<![\p{{L}}\p{{N}}_])(?<!\d[.,+-])(?:{pattern.Replace(@"\d", "[0-9]", StringComparison.Ordinal)})(?![\p{{L}}\p{{N}}_])(?![.,-]\d)", RegexOptions.CultureInvariant | RegexOptions.Compiled | RegexOptions.ExplicitCapture);
    }

    /// <summary>The country, ISO 3166.</summary>
    public string Country { get; }

    /// <summary>Adds those in the text.</summary>
    public void AddFindings(string text, List<PiiFinding> findings)
    {
        foreach (var match in _pattern.EnumerateMatches(text))
        {
            var number = string.Concat(text.AsSpan(match.Index, match.Length).ToString().Where(c => char.IsAsciiLetterOrDigit(c) || (Country == "FI" && c is '-' or '+')));
            if (IsCheckable(number) && _isValid(number) && HasContext(text.AsSpan(0, match.Index)))
            {
                findings.Add(new(PiiKind.NationalId, new(match.Index, match.Index + match.Length)));
            }
        }
    }

    // \d is any script's digit; the checksums are of ASCII.
    private bool IsCheckable(string number) => number.Length >= 9 && (Country != "FI" || number.Length == 11);

    private bool HasContext(ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - ContextUnits)..];
        foreach (var word in _context)
        {
            if (before.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return _context.Length == 0;
    }
}
