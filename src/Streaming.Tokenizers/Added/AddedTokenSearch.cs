using System.Buffers;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Added;

/// <summary>Finds added tokens in a text: leftmost first, the longest among those that begin at one place.</summary>
internal sealed class AddedTokenSearch
{
    private readonly SearchValues<string> _all;
    private readonly Dictionary<char, (string Content, AddedToken Token)[]> _byFirst;

    /// <param name="tokens">The tokens and the strings to look for; not empty.</param>
    public AddedTokenSearch(IReadOnlyCollection<(string Content, AddedToken Token)> tokens)
    {
        _all = SearchValues.Create([.. tokens.Select(token => token.Content)], StringComparison.Ordinal);
        _byFirst = tokens.GroupBy(token => token.Content[0]).ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());
    }

    /// <summary>Finds the next token at or behind <paramref name="from"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to search; is set to where to search next.</param>
    /// <param name="consumed">Up to where the text is used up by earlier tokens.</param>
    /// <param name="start">Where the token begins, with the white space that it swallows.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The token, or null.</returns>
    public AddedToken? Next(ReadOnlySpan<char> text, ref int from, int consumed, out int start, out int end)
    {
        while (from < text.Length && text[from..].IndexOfAny(_all) is >= 0 and var found)
        {
            var (content, token) = LongestAt(text[(from + found)..]);
            start = from + found;
            end = start + content.Length;
            from = end;
            if (token.SingleWord && (IsWordBefore(text[..start]) || IsWordBehind(text[end..])))
            {
                continue;
            }

            if (token.StripsLeft)
            {
                start = Math.Min(start, consumed) + text[Math.Min(start, consumed)..start].TrimEnd().Length;
            }

            if (token.StripsRight)
            {
                end = text.Length - text[end..].TrimStart().Length;
            }

            start = Math.Max(start, consumed);
            end = Math.Max(end, start);
            return token;
        }

        (start, end) = (0, 0);
        return null;
    }

    private (string Content, AddedToken Token) LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var candidate in _byFirst[text[0]])
        {
            if (text.StartsWith(candidate.Content, StringComparison.Ordinal))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException("A token was found that is none.");
    }

    private static bool IsWordBefore(ReadOnlySpan<char> text) => Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && CharKinds.IsWord(rune);

    private static bool IsWordBehind(ReadOnlySpan<char> text) => Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && CharKinds.IsWord(rune);
}
