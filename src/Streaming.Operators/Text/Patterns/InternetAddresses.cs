using System.Buffers;
using System.Text;

namespace Streaming.Operators.Text.Patterns;

/// <summary>
/// Finds IP addresses without running the expression over the whole text: a match of <see cref="Pattern"/> lies in one run of hexadecimal digits, dots and
/// colons, and holds three dots or seven colons.
/// </summary>
internal static class InternetAddresses
{
    /// <summary>Data-Juicer's expression: four numbers up to 255 with dots, or eight groups with colons, wherever they stand.</summary>
    public const string Pattern = @"(?:(?:(?:1[0-9]|2[0-4])[0-9]|25[0-5]|[1-9][0-9]|[0-9])\.){3}(?:(?:1[0-9]|2[0-4])[0-9]|25[0-5]|[1-9][0-9]|[0-9])"
        + @"|(?:[\da-fA-F]{1,4}:){7}[\da-fA-F]{1,4}";

    // Everything beyond ASCII is inside: it may be a digit of another script.
    private static readonly SearchValues<char> Borders = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => !char.IsAsciiHexDigit(c) && c is not ('.' or ':'))]);

    /// <summary>Replaces every address; the same instance where there is none.</summary>
    public static string Replace(string text, PatternReplacement addresses)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var at = NextMark(text, 0); at >= 0; at = NextMark(text, at))
        {
            var start = text.AsSpan(0, at).LastIndexOfAny(Borders) + 1;
            var length = text.AsSpan(at).IndexOfAny(Borders);
            at = length < 0 ? text.Length : at + length;
            if (!MayHold(text.AsSpan(start, at - start)))
            {
                continue;
            }

            var part = text[start..at];
            var replaced = addresses.Replace(part);
            if (!ReferenceEquals(part, replaced))
            {
                (result ??= new(text.Length)).Append(text, copied, start - copied).Append(replaced);
                copied = at;
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    private static bool MayHold(ReadOnlySpan<char> run) => run.Count('.') >= 3 || run.Count(':') >= 7;

    private static int NextMark(string text, int from) => text.AsSpan(from).IndexOfAny('.', ':') is var next and >= 0 ? from + next : -1;
}
