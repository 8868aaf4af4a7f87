namespace Streaming.Operators.Text.Splitting;

/// <summary>Emoticons that stay whole words.</summary>
internal static class Emoticons
{
    private static readonly string[] Eyes = [":", ";", "="];
    private static readonly string[] Noses = ["", "-"];
    private static readonly string[] Mouths = [")", "))", ")))", "(", "((", "(((", "]", "[", "}", "D", "P", "p", "o", "O", "0", "x", "X", "/", "|", "*"];

    private static readonly string[] Others =
    [
        "<3", "</3", "<333", "<33", "xD", "XD", "xDD", "XDD", "^_^", "^__^", "^___^", "-_-", "-__-", "._.", ">_<", ">.<", "o_o", "O_O", "o_O", "O_o", "0_0", "0_o", "o_0",
        "o.O", "O.o", "o.o", "O.O", "0.0", "0.o", "o.0", "v.v", "V.V", "v_v", "V_V", "@_@", "(=", "(:", ")=", "):", ":1", "(-:", "(-;", "(;", "(-8", "8-)", "8)", "8-D", "8D", ":3", ":-3", "=3",
        ">:(", ">:o", ">.>", "<.<", "<(\")", ":')", ":'-)", ":'(", ":'-(", "=D", "=|", "=/", "(*_*)", "(-_-)", "(._.)", "(>_<)", "(^_^)", "(o:", "(¬_¬)", "(x:", "¯\\(ツ)/¯",
    ];

    /// <summary>Each as its one part.</summary>
    public static IEnumerable<string[]> All { get; } = [.. Faces().Concat(Others).Select(face => new[] { face })];

    private static IEnumerable<string> Faces() =>
        from eyes in Eyes
        from nose in Noses
        from mouth in Mouths
        where eyes == ":" || mouth is ")" or "(" or "D" || (eyes == "=" && mouth is "[" or "]" or "P" or "p" or "/" or "|")
        where !(eyes == "=" && nose == "-")
        select eyes + nose + mouth;
}
