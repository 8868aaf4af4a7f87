using Streaming.Operators;

namespace Streaming.Runtime;

/// <summary>A source's batch with its lease; it can be cut at any position, so that epoch borders never depend on how a source happens to batch.</summary>
internal sealed class TakenBatch(SourceBatch batch, Lease lease, MemoryBudget budget)
{
    public SourceBatch Batch { get; private set; } = batch;

    public Lease Lease { get; private set; } = lease;

    /// <summary>Records that are left in it.</summary>
    public long Records => Batch.To - Batch.From;

    /// <summary>How many records can be taken until <paramref name="bytes"/> of samples are reached or passed; at least one.</summary>
    public long RecordsWithin(long bytes)
    {
        long sum = 0;
        foreach (var sample in Batch.Batch.Samples)
        {
            sum += sample.EstimateBytes();
            if (sum >= bytes)
            {
                return sample.Lineage.Position + 1 - Batch.From;
            }
        }

        return Records;
    }

    /// <summary>Takes the first <paramref name="records"/> positions off; this batch keeps the rest.</summary>
    public TakenBatch Cut(long records)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(records, Records);
        var at = Batch.From + records;
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
        var first = new TakenBatch(new(Batch.Split, Batch.From, at, head, stored), Lease, budget);
        Lease = budget.LeaseNow(BatchSize.Of(tail));
        first.Lease.Resize(BatchSize.Of(head));
        Batch = Batch with { From = at, Batch = tail, StoredBytes = Batch.StoredBytes - stored };
        return first;
    }
}
