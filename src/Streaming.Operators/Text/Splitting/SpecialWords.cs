namespace Streaming.Operators.Text.Splitting;

/// <summary>Words that the rules of punctuation would cut wrongly, and where they are cut instead.</summary>
internal sealed class SpecialWords
{
    private readonly Dictionary<string, int[]> _cuts = [];
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private SpecialWords(IEnumerable<string[]> words)
    {
        foreach (var parts in words)
        {
            _cuts.TryAdd(string.Concat(parts), [.. parts.SkipLast(1).Select((_, i) => parts.Take(i + 1).Sum(p => p.Length))]);
        }

        MaxLength = _cuts.Keys.Max(w => w.Length);
        _lookup = _cuts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Emoticons, and letters with a full stop.</summary>
    public static SpecialWords AnyLanguage { get; } = new(Emoticons.All.Concat(Letters()));

    /// <summary>With the contractions, abbreviations and times of English.</summary>
    public static SpecialWords English { get; } = new(Emoticons.All.Concat(Letters()).Concat(EnglishWords.All));

    /// <summary>The length of the longest.</summary>
    public int MaxLength { get; }

    /// <summary>Whether the word is one; and where it is cut (nowhere: it stays whole).</summary>
    public bool Contains(ReadOnlySpan<char> word, out int[] cuts)
    {
        cuts = [];
        return word.Length <= MaxLength && _lookup.TryGetValue(word, out cuts!);
    }

    private static IEnumerable<string[]> Letters() => "abcdefghijklmnopqrstuvwxyzäöü".Select(c => new[] { $"{c}." }).Append(["C++"]);
}
