using Streaming.Operators.Deduplication.MinHash;
using Streaming.Operators.Text.Splitting;

namespace Streaming.Operators.Selection.Contamination;

/// <summary>The MinHash bands of evaluation examples: tells texts that are nearly one of them as a whole.</summary>
internal sealed class NearIndex
{
    private const int Shingle = 5;
    private const int Permutations = 256;

    private readonly MinHashSigner _signer;
    private readonly Dictionary<ulong, int> _bands = [];

    /// <summary>With the similarity (Jaccard) from which on two texts are near.</summary>
    public NearIndex(double threshold)
    {
        var shape = BandShape.Optimal(threshold, Permutations);
        _signer = new(Shingler.Of(Tokenization.Space, Shingle, lowercase: true, null, null), new Xxh3ShingleHash(shape.Bands * shape.Rows), shape);
    }

    /// <summary>Takes an example in, unless it is too short for a shingle.</summary>
    public void Add(string text, int example)
    {
        if (SimpleSplitter.Instance.CountWords(text) < Shingle)
        {
            return;
        }

        foreach (var key in _signer.KeysOf(text))
        {
            _bands.TryAdd(key, example);
        }
    }

    /// <summary>An example that the text is near to; -1 where there is none.</summary>
    public int In(string text)
    {
        if (_bands.Count == 0 || SimpleSplitter.Instance.CountWords(text) < Shingle)
        {
            return -1;
        }

        foreach (var key in _signer.KeysOf(text))
        {
            if (_bands.TryGetValue(key, out var example))
            {
                return example;
            }
        }

        return -1;
    }
}
