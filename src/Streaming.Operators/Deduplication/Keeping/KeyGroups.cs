using Streaming.Operators.Deduplication.Keys;
using Streaming.Operators.Holding;

namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>Groups of samples that share keys, directly or over others: of an epoch, or of the whole input. Samples and keys are held, in memory and beyond it on disk, until the groups are known; then one of each group stays.</summary>
/// <param name="context">What the operator got.</param>
/// <param name="quality">How good samples are.</param>
/// <param name="join">Joins what the sorted entries say belongs together; by default the samples that share a key.</param>
internal sealed class KeyGroups(OperatorContext context, SampleQuality quality, Action<IKeyStream<UInt128>, DisjointSets>? join = null) : IDisposable
{
    // What stays, and whether a set was seen before, while groups are told.
    private const long BytesToTell = 5;

    private readonly MemoryShare _memory = new(context.Memory);
    private readonly HashSet<int> _seenBefore = [];
    private WaitingSamples _samples = new(context, quality);
    private KeySorter<UInt128> _entries = new(context.Memory.Limit / 8, context.ScratchFolder);
    private long _tellingBytes;

    /// <summary>Samples held.</summary>
    public long Held => _samples.Held;

    /// <summary>Bytes that the deduplicator holds beside.</summary>
    public long BesideBytes { get; set; }

    /// <summary>The number of the sample that an entry is of.</summary>
    public static int NumberOf(UInt128 entry) => (int)((ulong)entry >> 1);

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="isNew">For each key whether nobody brought it before, in this epoch or earlier; empty where nothing is known of earlier ones.</param>
    /// <param name="wasSeen">Whether it is a duplicate of a sample before this epoch, whatever its keys say.</param>
    public void Add(Sample sample, ReadOnlySpan<ulong> keys, ReadOnlySpan<bool> isNew = default, bool wasSeen = false)
    {
        var number = (ulong)_samples.Count;
        _samples.Add(sample);
        for (var i = 0; i < keys.Length; i++)
        {
            // The key in the high half, the sample in the low one, and whether the key was known in its last bit: sorted, samples that share a key are neighbours and the earliest leads.
            _entries.Add(new(keys[i], (number << 1) | (isNew.IsEmpty || isNew[i] ? 0UL : 1)));
        }

        if (wasSeen)
        {
            _seenBefore.Add((int)number);
        }
    }

    /// <summary>Moves some samples on, in order: the one of each group that stays to the samples, the others to the rejects. Nothing moves after the last; then the next epoch may begin.</summary>
    public void GiveBack(SampleBatch batch, Func<string, Rejection> explain)
    {
        if (Held == 0)
        {
            return;
        }

        _samples.GiveBack(batch, Tell, (_, of) => explain(of));
        if (Held == 0)
        {
            _samples.Dispose();
            _entries.Dispose();
            (_samples, _entries) = (new(context, quality), new(context.Memory.Limit / 8, context.ScratchFolder));
            _seenBefore.Clear();
            _tellingBytes = 0;
        }

        Settle();
    }

    /// <summary>Tells the memory account what is held.</summary>
    public void Settle() => _memory.Hold(_samples.Bytes + _entries.Bytes + _tellingBytes + (32L * _seenBefore.Count) + BesideBytes);

    public void Dispose()
    {
        _samples.Dispose();
        _entries.Dispose();
        context.Memory.Hold(0);
    }

    private int[] Tell()
    {
        _tellingBytes = DisjointSets.BytesFor(_samples.Count) + (BytesToTell * _samples.Count);
        Settle();
        var sets = new DisjointSets(_samples.Count);
        (join ?? JoinSharers)(_entries.Sorted(), sets);
        _entries.Dispose();
        return OneOfEach(sets);
    }

    private int[] OneOfEach(DisjointSets sets)
    {
        var seen = new bool[_samples.Count];
        foreach (var number in _seenBefore)
        {
            seen[sets.Find(number)] = true;
        }

        // A set's name is its first member, where its best is noted on the way up; on the way down it is the last that is told.
        var stays = new int[_samples.Count];
        for (var i = 0; i < stays.Length; i++)
        {
            var set = sets.Find(i);
            if (set == i || _samples.IsBetter(i, stays[set]))
            {
                stays[set] = i;
            }
        }

        for (var i = stays.Length - 1; i >= 0; i--)
        {
            var set = sets.Find(i);
            stays[i] = seen[set] ? WaitingSamples.Earlier : stays[set];
        }

        return stays;
    }

    // A key that nobody of the epoch was the first to bring was brought before it.
    private void JoinSharers(IKeyStream<UInt128> entries, DisjointSets sets)
    {
        UInt128 leader = 0;
        var (isFirst, isNew) = (true, true);
        while (entries.MoveNext())
        {
            var current = entries.Current;
            if (isFirst || current >> 64 != leader >> 64)
            {
                Close();
                (leader, isFirst, isNew) = (current, false, false);
            }
            else
            {
                sets.Union(NumberOf(leader), NumberOf(current));
            }

            isNew |= ((ulong)current & 1) == 0;
        }

        Close();

        void Close()
        {
            if (!isFirst && !isNew)
            {
                _seenBefore.Add(NumberOf(leader));
            }
        }
    }
}
