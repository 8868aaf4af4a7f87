using Streaming.Tokenizers;

namespace Streaming.Models.Texts;

/// <summary>
/// Cuts texts that are far longer than a model reads before they are tokenised: of 10 MB, all but the first pages would be tokenised for nothing. The cut is at a blank,
/// and leaves more tokens than are read, so that those near the cut, which might come out otherwise, are not among them.
/// </summary>
internal static class LongText
{
    // Tokens have 4 characters or so; what has fewer tokens than this promises is tried again with more.
    private const int CharactersPerToken = 32;
    private const int SpareTokens = 32;

    /// <summary>The beginning of a text, with more than <paramref name="tokens"/> tokens; all of it where it is not that long.</summary>
    public static string Head(string text, int tokens, ITokenizer tokenizer) =>
        Cut(text, tokens, tokenizer, take => text.LastIndexOf(' ', take) is > 0 and var at ? text[..at] : null);

    /// <summary>The end of a text, with more than <paramref name="tokens"/> tokens; all of it where it is not that long.</summary>
    public static string Tail(string text, int tokens, ITokenizer tokenizer) =>
        Cut(text, tokens, tokenizer, take => text.IndexOf(' ', text.Length - take) is > 0 and var at ? text[at..] : null);

    private static string Cut(string text, int tokens, ITokenizer tokenizer, Func<int, string?> part)
    {
        for (var take = (long)tokens * CharactersPerToken; take < text.Length / 2; take *= 4)
        {
            if (part((int)take) is { } cut && tokenizer.Count(cut) >= tokens + SpareTokens)
            {
                return cut;
            }
        }

        return text;
    }
}
