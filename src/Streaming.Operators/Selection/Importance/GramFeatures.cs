using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Selection.Importance;

/// <summary>Counts of a text's words and pairs of words in buckets: a bag of hashed n-grams. Words are runs of letters, digits and <c>_</c>, and runs of other marks, in lower case.</summary>
/// <param name="buckets">How many buckets.</param>
internal sealed class GramFeatures(int buckets)
{
    private readonly Dictionary<int, int> _counts = [];

    /// <summary>The buckets that the last text fell into, with how often.</summary>
    public IReadOnlyDictionary<int, int> Counts => _counts;

    /// <summary>Counts a text.</summary>
    public void Read(string text)
    {
        _counts.Clear();
        var lower = text.ToLowerInvariant().AsSpan();
        ulong? before = null;
        for (var at = 0; at < lower.Length;)
        {
            var length = WordAt(lower, at);
            if (length > 0)
            {
                var word = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(lower.Slice(at, length)));
                Count(word);
                if (before is { } first)
                {
                    Count((first * 0x9E3779B97F4A7C15) ^ word);
                }

                before = word;
            }

            at += Math.Max(1, length);
        }
    }

    private void Count(ulong hash) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, (int)(hash % (ulong)buckets), out _)++;

    private static int WordAt(ReadOnlySpan<char> text, int at)
    {
        if (char.IsWhiteSpace(text[at]))
        {
            return 0;
        }

        var isWord = IsWord(text[at]);
        var end = at + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && IsWord(text[end]) == isWord)
        {
            end++;
        }

        return end - at;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
