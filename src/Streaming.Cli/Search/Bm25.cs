namespace Streaming.Cli.Search;

/// <summary>How well texts answer a query by its words.</summary>
/// <remarks>
/// BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009): Σ idf · tf (k₁ + 1) / (tf + k₁ (1 − b + b · length / mean length)), with Lucene's idf ln(1 + (N − n + 0.5) / (n + 0.5)),
/// which is never negative; k₁ = 1.2, b = 0.75.
/// </remarks>
internal sealed class Bm25(int terms)
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    private readonly long[] _holding = new long[terms];
    private long _texts;
    private long _length;

    /// <summary>How many texts hold each term.</summary>
    public IReadOnlyList<long> Holding => _holding;

    /// <summary>Takes a text into account.</summary>
    public void Add(ReadOnlySpan<int> counts, int length)
    {
        _texts++;
        _length += length;
        for (var i = 0; i < counts.Length; i++)
        {
            _holding[i] += counts[i] > 0 ? 1 : 0;
        }
    }

    /// <summary>The score of a text, once all are taken into account; 0 where it has none of the terms.</summary>
    public double Score(ReadOnlySpan<int> counts, int length)
    {
        var norm = K1 * (1 - B + (B * length * _texts / Math.Max(1.0, _length)));
        double score = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                score += Math.Log(1 + ((_texts - _holding[i] + 0.5) / (_holding[i] + 0.5))) * counts[i] * (K1 + 1) / (counts[i] + norm);
            }
        }

        return score;
    }
}
