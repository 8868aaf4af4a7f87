using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.SampleDocuments.Tokenizer;

/// <summary>Learns a byte-level BPE: the commonest pair of neighbouring tokens becomes a token, again and again (Sennrich et al., arXiv 1508.07909).</summary>
/// <param name="longestToken">No token has more bytes; without a bound, languages without spaces get tokens of whole phrases.</param>
internal sealed partial class BytePairTrainer(int longestToken)
{
    private readonly List<byte[]> _tokens = [.. Enumerable.Range(0, 256).Select(b => new[] { (byte)b })];
    private readonly List<(List<int> Tokens, long Count)> _words = [];
    private readonly Dictionary<(int, int), PairUse> _pairs = [];
    private readonly PriorityQueue<(int Left, int Right, long Count), (long, int, int)> _queue = new();

    /// <summary>The merges, the first learnt first.</summary>
    public IReadOnlyList<Merge> Train(IEnumerable<string> texts, int count)
    {
        CountWords(texts);
        var merges = new List<Merge>();
        while (merges.Count < count && _queue.TryDequeue(out var pair, out _))
        {
            // Counts change after they were queued; the entry with the current one is in the queue as well.
            if (_pairs.TryGetValue((pair.Left, pair.Right), out var use) && use.Count == pair.Count && use.Count > 0)
            {
                merges.Add(new(_tokens[pair.Left], _tokens[pair.Right]));
                Apply((pair.Left, pair.Right), use);
            }
        }

        return merges;
    }

    private void CountWords(IEnumerable<string> texts)
    {
        var counts = texts.SelectMany(t => Word().Matches(t)).CountBy(m => m.Value);
        foreach (var (word, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            _words.Add(([.. Encoding.UTF8.GetBytes(word)], count));
            ChangePairs(_words.Count - 1, 1);
        }

        foreach (var (pair, use) in _pairs)
        {
            Enqueue(pair, use);
        }
    }

    private void Apply((int Left, int Right) pair, PairUse use)
    {
        var merged = _tokens.Count;
        _tokens.Add([.. _tokens[pair.Left], .. _tokens[pair.Right]]);
        var changed = new HashSet<(int, int)>();
        foreach (var word in use.Words.ToArray())
        {
            changed.UnionWith(ChangePairs(word, -1));
            Replace(_words[word].Tokens, pair, merged);
            changed.UnionWith(ChangePairs(word, 1));
        }

        foreach (var other in changed)
        {
            Enqueue(other, _pairs[other]);
        }
    }

    private HashSet<(int, int)> ChangePairs(int word, int sign)
    {
        var (tokens, count) = _words[word];
        var seen = new HashSet<(int, int)>();
        for (var i = 1; i < tokens.Count; i++)
        {
            var pair = (tokens[i - 1], tokens[i]);
            var use = _pairs.TryGetValue(pair, out var known) ? known : _pairs[pair] = new();
            use.Count += sign * count;
            _ = sign > 0 ? use.Words.Add(word) : use.Words.Remove(word);
            seen.Add(pair);
        }

        return seen;
    }

    private static void Replace(List<int> tokens, (int Left, int Right) pair, int merged)
    {
        var length = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var isPair = i + 1 < tokens.Count && tokens[i] == pair.Left && tokens[i + 1] == pair.Right;
            tokens[length++] = isPair ? merged : tokens[i];
            i += isPair ? 1 : 0;
        }

        tokens.RemoveRange(length, tokens.Count - length);
    }

    private void Enqueue((int Left, int Right) pair, PairUse use)
    {
        if (use.Count > 1 && _tokens[pair.Left].Length + _tokens[pair.Right].Length <= longestToken)
        {
            _queue.Enqueue((pair.Left, pair.Right, use.Count), (-use.Count, pair.Left, pair.Right));
        }
    }

    // How GPT-2 cuts text before it merges: what "ByteLevel" with "use_regex" stands for in a tokenizer.json.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    private sealed class PairUse
    {
        public long Count { get; set; }

        public HashSet<int> Words { get; } = [];
    }
}
