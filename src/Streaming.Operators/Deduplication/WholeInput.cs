using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication;

/// <summary>The whole input of a deduplicator in <c>scope: dataset</c>: samples and keys are held, in memory and beyond it on disk, until clusters are known.</summary>
/// <param name="account">The operator's account with the memory budget.</param>
/// <param name="folder">Makes the folder for what is spilled; asked on first use.</param>
/// <param name="join">Joins what the sorted keys say belongs together; by default the samples that share a key.</param>
internal sealed class WholeInput(IMemoryAccount account, Func<string> folder, Action<IKeyStream<UInt128>, DisjointSets>? join = null) : IDisposable
{
    private readonly SampleSpool _samples = new(account.Limit / 8, folder);

    // A key in the high half, the number of a sample in the low half: sorted, samples that share a key are neighbours and the earliest leads.
    private readonly KeySorter<UInt128> _keys = new(account.Limit / 8, folder);
    private readonly MemoryShare _memory = new(account);
    private DisjointSets? _clusters;
    private long _clustersBytes;
    private int _seen;
    private int _given;

    /// <summary>Samples held.</summary>
    public long Held => _samples.Count;

    /// <summary>Samples taken so far: the number of the next one.</summary>
    public int Seen => _seen;

    /// <summary>Bytes that the deduplicator holds beside.</summary>
    public long BesideBytes { get; set; }

    public void Add(Sample sample, ReadOnlySpan<ulong> keys)
    {
        foreach (var key in keys)
        {
            _keys.Add(new(key, (ulong)_seen));
        }

        _seen = checked(_seen + 1);
        _samples.Add(sample);
    }

    /// <summary>Moves some samples on, in order: the first of each cluster to the samples, the others to the rejects. Nothing moves after the last.</summary>
    public void GiveBack(SampleBatch batch, Func<Sample, Rejection> explain)
    {
        _clusters ??= Cluster();
        foreach (var sample in _samples.TakeBatch())
        {
            if (_clusters.Find(_given) == _given)
            {
                batch.Samples.Add(sample);
            }
            else
            {
                batch.Reject(sample, explain(sample));
            }

            _given++;
        }

        Settle();
    }

    /// <summary>Tells the memory account what is held.</summary>
    public void Settle() => _memory.Hold(_samples.Bytes + _keys.Bytes + _clustersBytes + BesideBytes);

    public void Dispose()
    {
        _samples.Dispose();
        _keys.Dispose();
        account.Hold(0);
    }

    private DisjointSets Cluster()
    {
        _clustersBytes = DisjointSets.BytesFor(_seen);
        Settle();
        var clusters = new DisjointSets(_seen);
        (join ?? JoinSharers)(_keys.Sorted(), clusters);
        _keys.Dispose();
        return clusters;
    }

    private static void JoinSharers(IKeyStream<UInt128> keys, DisjointSets clusters)
    {
        UInt128 leader = 0;
        for (var isFirst = true; keys.MoveNext(); isFirst = false)
        {
            var current = keys.Current;
            if (isFirst || current >> 64 != leader >> 64)
            {
                leader = current;
            }
            else
            {
                clusters.Union((int)(ulong)leader, (int)(ulong)current);
            }
        }
    }
}
