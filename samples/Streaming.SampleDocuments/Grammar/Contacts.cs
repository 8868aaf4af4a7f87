namespace Streaming.SampleDocuments.Grammar;

/// <summary>Words for addresses that nobody has: they are made of syllables, and end in a domain kept for examples (RFC 2606).</summary>
internal static class Contacts
{
    private static readonly string[] Syllables = ["ba", "den", "fo", "gri", "ka", "lum", "mor", "ne", "pel", "ri", "sal", "tor", "vin", "wes"];

    /// <summary>Two or three syllables.</summary>
    public static string Word(Dice dice) => string.Concat(Enumerable.Range(0, 2 + dice.Below(2)).Select(_ => dice.Of(Syllables)));
}
