namespace Streaming.Models.Texts;

/// <summary>A text's own tokens, where they lie in it, and the windows through which a model reads them.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Windows">The windows in order; neighbours overlap.</param>
public sealed record TracedText(string Text, IReadOnlyList<TracedToken> Tokens, IReadOnlyList<TokenWindow> Windows)
{
    /// <summary>The first token that the next window sees more of the surroundings of: of an overlap, the first half belongs to the earlier window.</summary>
    public int EndOf(int window)
    {
        var end = Windows[window].First + Windows[window].Count;
        return window == Windows.Count - 1 ? end : (Windows[window + 1].First + end) / 2;
    }
}

/// <summary>A token and where it comes from.</summary>
/// <param name="Start">Its first UTF-16 unit in the text.</param>
/// <param name="End">The unit behind its last.</param>
/// <param name="ContinuesWord">Whether it goes on with the word of the token before it.</param>
public readonly record struct TracedToken(int Start, int End, bool ContinuesWord);
