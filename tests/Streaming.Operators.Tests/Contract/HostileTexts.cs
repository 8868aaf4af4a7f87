namespace Streaming.Operators.Tests.Contract;

/// <summary>Texts made to break operators, to blow up their memory, or to keep them busy for ever.</summary>
internal static class HostileTexts
{
    private const int Mega = 1 << 20;

    /// <summary>The texts, each with a name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["empty"] = "",
        ["lone surrogates"] = "\uDC00 a \uD800 b \uD800",
        ["NUL"] = "a\0b\0\0 c",
        ["only emoji"] = "😀😀🎉👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        ["right to left"] = "ذهب הלך \u202Eabc\u202C مرحبا",
        ["one long line"] = string.Concat(Enumerable.Range(0, Mega / 8).Select(i => $"word{i % 997:000} ")),
        ["one long word"] = new('a', Mega),
        ["astral letters"] = string.Concat(Enumerable.Repeat("𝐀𝐁𠀀", Mega / 16)),
        ["only line breaks"] = string.Concat(Enumerable.Repeat("\r\n\u2028", Mega / 8)),
        ["marks on one letter"] = "e" + new string('\u0301', Mega / 16),
        ["nested blocks"] = string.Concat(Enumerable.Repeat("<div>", 100_000)),
        ["nested formatting"] = string.Concat(Enumerable.Repeat("<b><i>", 50_000)),
        ["nested tables"] = string.Concat(Enumerable.Repeat("<table><tr><td>", 30_000)),
        ["unclosed tag"] = "<a href=\"" + new string('x', Mega),
        ["character references"] = string.Concat(Enumerable.Repeat("&amp;lt", Mega / 16)),
        ["dots without end"] = string.Concat(Enumerable.Repeat("a.", Mega / 4)),
        ["parentheses of links"] = "http://" + new string('(', Mega / 8),
        ["endings that no link has"] = "http://a" + new string('!', Mega / 8),
        ["many links"] = string.Concat(Enumerable.Repeat("http://a.example/b ", Mega / 32)),
        ["at signs"] = string.Concat(Enumerable.Repeat("a@", Mega / 4)),
        ["one address after all"] = new string('a', Mega / 2) + "@b.example",
    };
}
