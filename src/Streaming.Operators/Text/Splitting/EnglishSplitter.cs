using System.Globalization;

namespace Streaming.Operators.Text.Splitting;

/// <summary>Words closely as spaCy's blank English pipeline gives them, sentences as its rule-based sentencizer does.</summary>
/// <remarks>A sentence ends after a word that is a sentence end as a whole (so not after <c>...</c> or <c>St.</c>), and after punctuation that follows it.</remarks>
internal sealed class EnglishSplitter : TextSplitter
{
    private static readonly TokenRules Rules = new(SpecialWords.English);

    private EnglishSplitter()
    {
    }

    public static EnglishSplitter Instance { get; } = new();

    public override void AddWords(ReadOnlySpan<char> text, ref RentedList<TextSpan> words) => Rules.AddWords(text, ref words);

    public override void AddSpans(ReadOnlySpan<char> text, ref RentedList<TextSpan> spans)
    {
        var tokens = new RentedList<TextSpan>(256);
        Rules.AddTokens(text, ref tokens);
        var (first, ended) = (0, false);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens.Items[i].Of(text);
            var isEnd = IsEnd(token);
            if (ended && !isEnd && !IsPunctuation(token))
            {
                spans.Add(new(tokens.Items[first].Start, tokens.Items[i - 1].End));
                (first, ended) = (i, false);
            }

            ended |= isEnd;
        }

        if (tokens.Count > 0)
        {
            spans.Add(new(tokens.Items[first].Start, tokens.Items[^1].End));
        }

        tokens.Dispose();
    }

    private static bool IsEnd(ReadOnlySpan<char> token) =>
        !token.IsEmpty && token.Length <= 2 && CodePoints.At(token, 0, out var units) is var c && units == token.Length && Punctuation.Terminal.Contains(c);

    private static bool IsPunctuation(ReadOnlySpan<char> token)
    {
        for (var i = 0; i < token.Length;)
        {
            if (PythonText.Category(CodePoints.At(token, i, out var units)) is not (>= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation))
            {
                return false;
            }

            i += units;
        }

        return true;
    }
}
