using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Joins the samples of a whole data set, or of an epoch, whose signatures are near, bucket by bucket.</summary>
internal sealed class NearClusters(BlockChoices choices, int distance)
{
    private readonly List<ulong> _signatures = [];
    private readonly List<int> _bucket = [];
    private readonly HashSet<ulong> _inBucket = [];

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => 8L * _signatures.Capacity;

    /// <summary>Takes the signature of the next sample, and writes the keys by which the sample is to be sorted.</summary>
    public void Add(ulong signature, Span<ulong> keys)
    {
        _signatures.Add(signature);
        for (var choice = 0; choice < keys.Length; choice++)
        {
            keys[choice] = choices.BucketOf(signature, choice);
        }
    }

    /// <summary>Forgets the signatures: the next sample is the first.</summary>
    public void Clear() => _signatures.Clear();

    /// <summary>Joins, with entries of a bucket (high half) and a sample (low half).</summary>
    public void Join(IKeyStream<UInt128> keys, DisjointSets clusters)
    {
        ulong bucket = 0;
        while (keys.MoveNext())
        {
            var (current, number) = ((ulong)(keys.Current >> 64), KeyGroups.NumberOf(keys.Current));
            if (current != bucket)
            {
                _bucket.Clear();
                _inBucket.Clear();
                bucket = current;
            }

            JoinToBucket(number, clusters);
        }
    }

    private void JoinToBucket(int number, DisjointSets clusters)
    {
        var signature = _signatures[number];
        foreach (var other in _bucket)
        {
            if (BlockChoices.IsNear(_signatures[other], signature, distance))
            {
                clusters.Union(other, number);
            }
        }

        // Equal signatures count once: a thousand copies are no million pairs.
        if (_inBucket.Add(signature))
        {
            _bucket.Add(number);
        }
    }
}
