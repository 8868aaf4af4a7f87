namespace Streaming.Runtime;

/// <summary>
/// Decides whose turn it is so that what each source gave never strays from its share by more than one sample. Its rule is that of worst-case fair queueing (WF²Q): of the
/// sources that are not ahead of their share, the one whose next sample would be due first.
/// </summary>
/// <remarks>
/// <para>
/// Let w(i) be the weights, W their sum, p(i) = w(i)/W, T what all sources gave so far, x(i) what source i gave, lag(i) = p(i)·T − x(i), and S the largest sample. The lags sum to 0, so one is not negative and
/// there is always somebody to take. Then at every moment −(1−p(i))·S ≤ lag(i) ≤ S, and in samples (S = 1, two sources or more) |lag(i)| &lt; 1.
/// </para>
/// <para>
/// Not ahead: i is only taken with lag(i) ≥ 0; taking s makes its lag larger than or equal to −(1−p(i))·s, and until its next turn it only grows.
/// </para>
/// <para>
/// Not behind: a sample of size s that follows x(i) is due at d = (x(i)+s)/p(i). Claim: it is complete by T = d + S. Take the last moment t at which, before that sample, one with a later due time was begun (size
/// at most S). At t every source with a sample due by d was ahead, x(l) &gt; p(l)·t, or it would have been preferred. From then on only samples due by d are taken, of source l less than p(l)·d − x(l) &lt;
/// p(l)·(d−t), together less than d − t; so all is complete before t + S + (d−t) = d + S. Without such a moment it is complete by d. Hence, before it is taken, T ≤ d + S − s, and lag(i) = p(i)·T − x(i) ≤
/// s + p(i)·(S−s) ≤ S.
/// </para>
/// <para>Everything is whole numbers (lags times W), so that no rounding adds up, however long the run.</para>
/// </remarks>
internal sealed class FairShares
{
    /// <summary>The largest sum of weights, and the largest size of a sample: their products fit 128 bits.</summary>
    public const long Largest = 1L << 40;

    private readonly long[] _weights;
    private readonly Int128[] _lags;
    private readonly long _total;

    /// <summary>With weights, of which 0 is never taken; and lags (times the sum of weights) to go on from.</summary>
    public FairShares(IReadOnlyList<long> weights, IReadOnlyList<Int128>? lags = null)
    {
        _weights = [.. weights];
        _total = _weights.Sum();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_total, Largest);
        _lags = lags is null ? new Int128[_weights.Length] : [.. lags];
    }

    /// <summary>The weights.</summary>
    public IReadOnlyList<long> Weights => _weights;

    /// <summary>How far each source is behind, times the sum of weights.</summary>
    public IReadOnlyList<Int128> Lags => _lags;

    /// <summary>Whether there is nobody to take.</summary>
    public bool IsEmpty => _total == 0;

    /// <summary>Whether a source may be taken now: it is not ahead of its share.</summary>
    public bool IsEligible(int source) => _weights[source] > 0 && _lags[source] >= 0;

    /// <summary>The source whose next sample is due first; ties go to the one that was named first.</summary>
    /// <param name="sizes">The sizes of the next samples; read for eligible sources only.</param>
    public int Next(ReadOnlySpan<long> sizes)
    {
        var best = -1;
        Int128 bestWork = 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            if (!IsEligible(i))
            {
                continue;
            }

            // What is left of the time until it is due, times its weight.
            var work = ((Int128)_total * Math.Min(sizes[i], Largest)) - _lags[i];
            if (best < 0 || work * _weights[best] < bestWork * _weights[i])
            {
                (best, bestWork) = (i, work);
            }
        }

        return best;
    }

    /// <summary>Notes that a source gave a sample of this size.</summary>
    public void Took(int source, long size)
    {
        var taken = Math.Min(size, Largest);
        if (taken == 0)
        {
            return;
        }

        for (var i = 0; i < _weights.Length; i++)
        {
            _lags[i] += (Int128)_weights[i] * taken;
        }

        _lags[source] -= (Int128)_total * taken;
    }
}
