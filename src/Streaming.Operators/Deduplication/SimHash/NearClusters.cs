using Streaming.Operators.Deduplication.Keeping;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Joins the samples of a whole data set, or of an epoch, whose signatures are near, bucket by bucket.</summary>
internal sealed class NearClusters(BlockChoices choices, int distance)
{
    private readonly List<ulong> _signatures = [];

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
        var (bucket, members, different) = (0UL, new List<int>(), new HashSet<ulong>());
        while (keys.MoveNext())
        {
            var (current, number) = ((ulong)(keys.Current >> 64), KeyGroups.NumberOf(keys.Current));
            if (current != bucket)
            {
                members.Clear();
                different.Clear();
                bucket = current;
            }

            JoinToNear(number, members, clusters);

            // Equal signatures count once: a thousand copies are no million pairs.
            if (different.Add(_signatures[number]))
            {
                members.Add(number);
            }
        }
    }

    private void JoinToNear(int number, List<int> members, DisjointSets clusters)
    {
        foreach (var other in members)
        {
            if (BlockChoices.IsNear(_signatures[other], _signatures[number], distance))
            {
                clusters.Union(other, number);
            }
        }
    }
}
