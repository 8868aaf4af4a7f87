using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>A source's batch with its lease; it can be cut at any position, so that epoch borders never depend on how a source happens to batch.</summary>
/// <param name="batch">The batch.</param>
/// <param name="lease">Its lease.</param>
/// <param name="bytes">Bytes of its samples.</param>
/// <param name="budget">Gives leases.</param>
/// <param name="measures">What each sample counts in a mix; null: one.</param>
internal sealed class TakenBatch(SourceBatch batch, Lease lease, long bytes, MemoryBudget budget, ReadOnlyMemory<long>? measures = null)
{
    public SourceBatch Batch { get; private set; } = batch;

    public Lease Lease { get; private set; } = lease;

    /// <summary>Bytes of what is left in it, as leased.</summary>
    public long Bytes { get; private set; } = bytes;

    /// <summary>Records that are left in it.</summary>
    public long Records => Batch.Records;

    /// <summary>Samples and dead letters that are left in it.</summary>
    public long Events => Batch.Batch.Samples.Count + Batch.Batch.DeadLetters.Count;

    /// <summary>What a sample counts in a mix.</summary>
    public long MeasureAt(int sample) => measures is { } all ? all.Span[sample] : 1;

    /// <summary>How many records can be taken until <paramref name="bytes"/> of samples are reached or passed; at least one.</summary>
    public long RecordsWithin(long bytes)
    {
        if (Bytes < bytes)
        {
            return Records;
        }

        // Dead letters count as they do in the lease, or the border would depend on how the source happened to batch.
        var (samples, letters) = (Batch.Batch.Samples, Batch.Batch.DeadLetters);
        long sum = 0;
        for (var (i, j) = (0, 0); i < samples.Count || j < letters.Count;)
        {
            var isSample = j == letters.Count || (i < samples.Count && samples[i].Lineage.Position < letters[j].Lineage.Position);
            var position = isSample ? samples[i].Lineage.Position : letters[j].Lineage.Position;
            sum += isSample ? samples[i++].EstimateBytes() : BatchSize.Of(letters[j++]);
            if (sum >= bytes)
            {
                return Batch.IsSparse ? i + j : position + 1 - Batch.From;
            }
        }

        return Records;
    }

    /// <summary>Takes the first <paramref name="records"/> off; this batch keeps the rest.</summary>
    public TakenBatch Cut(long records)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(records, Records);
        var at = Batch.IsSparse ? PositionOf(records) : Batch.From + records;
        var head = new SampleBatch();
        var tail = new SampleBatch();
        foreach (var sample in Batch.Batch.Samples)
        {
            (sample.Lineage.Position < at ? head : tail).Samples.Add(sample);
        }

        foreach (var letter in Batch.Batch.DeadLetters)
        {
            (letter.Lineage.Position < at ? head : tail).DeadLetters.Add(letter);
        }

        // The stored bytes go with the tail's share of the records: they serve progress only.
        var stored = Batch.StoredBytes * records / Records;
        var first = new TakenBatch(new(Batch.Split, Batch.From, at, head, stored) { IsSparse = Batch.IsSparse }, Lease, BatchSize.Of(head), budget, measures?[..head.Samples.Count]);
        measures = measures?[head.Samples.Count..];
        first.Lease.Resize(first.Bytes);
        Bytes = BatchSize.Of(tail);
        Lease = budget.LeaseNow(Bytes, isSent: false);
        Batch = Batch with { From = at, Batch = tail, StoredBytes = Batch.StoredBytes - stored };
        return first;
    }

    // Where the record of that number begins: what was passed over before it belongs to the head, so the border is the same however the source batches.
    private long PositionOf(long record) =>
        Batch.Batch.Samples.Select(s => s.Lineage.Position).Concat(Batch.Batch.DeadLetters.Select(l => l.Lineage.Position)).Order().ElementAt((int)record);
}
