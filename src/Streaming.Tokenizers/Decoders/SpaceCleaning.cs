namespace Streaming.Tokenizers.Decoders;

/// <summary>Removes the blanks that splitting put before punctuation and English contractions.</summary>
internal static class SpaceCleaning
{
    private static readonly (string Old, string New)[] OfTokens =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>As tokenizer.json's decoders do it, token by token.</summary>
    public static string OfToken(string token) => Replaced(token, OfTokens);

    /// <summary>As transformers does it on the whole text (<c>clean_up_tokenization_spaces</c>), which leaves "do not" alone.</summary>
    public static string OfText(string text) => Replaced(text, OfTokens.Where(rule => rule.Old != " do not"));

    private static string Replaced(string text, IEnumerable<(string Old, string New)> rules) =>
        rules.Aggregate(text, (current, rule) => current.Replace(rule.Old, rule.New, StringComparison.Ordinal));
}
