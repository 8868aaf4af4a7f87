using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Samples;

namespace Streaming.Tests.Runtime;

/// <summary>Batches whose positions are places in a file: epochs cut them by their records.</summary>
public sealed class SparseBatchTests
{
    private static readonly SplitId _split = new("web", "a.warc");
    private static readonly (long At, bool IsLetter)[] _records = [(10, false), (300, true), (301, false), (900, false), (5000, true)];

    [Fact]
    public void A_batch_counts_as_its_samples_and_dead_letters_and_an_empty_one_as_one()
    {
        Assert.Equal(5, Batch(0, 9000, _records).Records);
        Assert.Equal(1, Batch(0, 9000).Records);
        Assert.Equal(9000, (Batch(0, 9000, _records) with { IsSparse = false }).Records);
    }

    [Fact]
    public void A_cut_lies_where_the_next_record_begins_and_loses_nothing()
    {
        for (var records = 1; records < _records.Length; records++)
        {
            var budget = new MemoryBudget(1 << 20);
            var rest = Take(Batch(0, 9000, _records), budget);
            var head = rest.Cut(records);

            Assert.Equal((0, _records[records].At, _records[records].At, 9000), (head.Batch.From, head.Batch.To, rest.Batch.From, rest.Batch.To));
            Assert.Equal((records, _records.Length - records), (head.Records, rest.Records));
            Assert.Equal(_records[..records].Select(r => r.At), PositionsOf(head));
            Assert.Equal(_records[records..].Select(r => r.At), PositionsOf(rest));
            Assert.Equal(9000, head.Batch.StoredBytes + rest.Batch.StoredBytes);
            Assert.Equal((true, false, true), (head.Batch.IsSparse, head.Batch.IsLastOfSplit, rest.Batch.IsLastOfSplit));
            Assert.Equal(head.Bytes + rest.Bytes, budget.Used);
        }
    }

    [Fact]
    public void A_border_by_bytes_is_the_same_however_the_source_batches()
    {
        var whole = Take(Batch(0, 9000, _records));
        for (var first = 1; first < _records.Length; first++)
        {
            var part = Take(Batch(0, _records[first].At, _records[..first]));
            for (var bytes = 1L; bytes <= part.Bytes; bytes++)
            {
                Assert.Equal(whole.RecordsWithin(bytes), part.RecordsWithin(bytes));
            }
        }

        Assert.Equal(_records.Length, whole.RecordsWithin(long.MaxValue));
    }

    private static TakenBatch Take(SourceBatch batch, MemoryBudget? budget = null)
    {
        budget ??= new(1 << 20);
        var bytes = BatchSize.Of(batch.Batch);
        return new(batch, budget.LeaseNow(bytes), bytes, budget);
    }

    private static SourceBatch Batch(long from, long to, params (long At, bool IsLetter)[] records)
    {
        var batch = new SampleBatch();
        foreach (var (at, isLetter) in records)
        {
            var lineage = new Lineage(_split, at, [], "run");
            if (isLetter)
            {
                batch.DeadLetters.Add(new(new byte[at % 97], "broken", "web", null, lineage));
            }
            else
            {
                batch.Samples.Add(new() { Id = $"{at}", Text = new string('x', (int)at % 89), Lineage = lineage });
            }
        }

        return new(_split, from, to, batch, 9000) { IsSparse = true, IsLastOfSplit = to == 9000 };
    }

    private static IEnumerable<long> PositionsOf(TakenBatch taken) =>
        taken.Batch.Batch.Samples.Select(s => s.Lineage.Position).Concat(taken.Batch.Batch.DeadLetters.Select(l => l.Lineage.Position)).Order();
}
