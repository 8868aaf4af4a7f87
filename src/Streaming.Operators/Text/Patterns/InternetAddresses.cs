using System.Buffers;

namespace Streaming.Operators.Text.Patterns;

/// <summary>
/// Where IP addresses can stand: a match of <see cref="Pattern"/> lies in one run of hexadecimal digits, dots and
/// colons, and holds three dots or seven colons.
/// </summary>
internal readonly struct InternetAddresses : IMarkedRun
{
    /// <summary>Data-Juicer's expression: four numbers up to 255 with dots, or eight groups with colons, wherever they stand.</summary>
    public const string Pattern = @"(?:(?:(?:1[0-9]|2[0-4])[0-9]|25[0-5]|[1-9][0-9]|[0-9])\.){3}(?:(?:1[0-9]|2[0-4])[0-9]|25[0-5]|[1-9][0-9]|[0-9])"
        + @"|(?:[\da-fA-F]{1,4}:){7}[\da-fA-F]{1,4}";

    // Everything beyond ASCII is inside: it may be a digit of another script.
    private static readonly SearchValues<char> Borders = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => !char.IsAsciiHexDigit(c) && c is not ('.' or ':'))]);

    public static int IndexOfMark(ReadOnlySpan<char> text) => text.IndexOfAny('.', ':');

    public static int LastBorder(ReadOnlySpan<char> text) => text.LastIndexOfAny(Borders);

    public static int FirstBorder(ReadOnlySpan<char> text) => text.IndexOfAny(Borders);

    public static bool MayHold(ReadOnlySpan<char> run) => run.Count('.') >= 3 || run.Count(':') >= 7;
}
