using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Samples;

namespace Streaming.Parquet.Tests;

/// <summary>What is read of a file that breaks.</summary>
public sealed class FileSplitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fault_is_told_wherever_it_falls_between_two_batches(bool isSparse)
    {
        for (var good = 0; good < 10; good++)
        {
            var batches = await ReadAsync(new BreakingSplit(good, new IOException("broke"), isSparse, BadFileAction.Skip));

            Assert.Equal(Enumerable.Range(0, good).Select(i => (long)i * 10), batches.SelectMany(b => b.Batch.Samples).Select(s => s.Lineage.Position));
            Assert.Contains("broke", Assert.Single(batches.SelectMany(b => b.Batch.DeadLetters)).Error, StringComparison.Ordinal);
            Assert.All(batches.SelectMany(b => b.Batch.DeadLetters), l => Assert.InRange(l.Lineage.Position, batches[^1].From, batches[^1].To - 1));
            Assert.Equal([0, .. batches.SkipLast(1).Select(b => b.To)], batches.Select(b => b.From));
            Assert.Equal((true, SplitPositions.Past), (batches[^1].IsLastOfSplit, batches[^1].To));
            Assert.Empty(await ReadAsync(new BreakingSplit(good, new IOException("broke"), isSparse, BadFileAction.Skip), SplitPositions.Past));
        }
    }

    [Fact]
    public async Task A_fault_stops_the_run_after_what_was_read()
    {
        var fault = await Assert.ThrowsAsync<SourceFaultException>(() => ReadAsync(new BreakingSplit(5, new InvalidDataException("broke"), false, BadFileAction.Stop)));

        Assert.Equal(41, fault.Position);
    }

    [Fact]
    public async Task What_does_not_speak_of_the_file_is_no_dead_letter() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => ReadAsync(new BreakingSplit(5, new NotSupportedException(), false, BadFileAction.Skip)));

    [Fact]
    public async Task Stored_bytes_are_counted_once_each() =>
        Assert.Equal(700, (await ReadAsync(new BreakingSplit(7, null, false, BadFileAction.Stop))).Sum(b => b.StoredBytes));

    private static async Task<List<SourceBatch>> ReadAsync(BreakingSplit split, long from = 0) => await split.ReadAsync(from).Select(c => c.Batch).ToListAsync();

    private sealed class BreakingSplit(int good, Exception? fault, bool isSparse, BadFileAction onBadFile)
        : FileSplit<long>(new("/in/a", "a", 1000), onBadFile, Shards.Context("/in", batchSamples: 3))
    {
        protected override bool IsSparse => isSparse;

        protected override IAsyncEnumerable<long> OpenAsync(long from, CancellationToken abort) => Open().ToAsyncEnumerable();

        protected override CutBatch? Take(long record, BatchCutter cutter)
        {
            cutter.Skip(record);
            return cutter.Add(Shards.Sample(record), record);
        }

        private IEnumerable<long> Open()
        {
            for (var i = 0; i < good; i++)
            {
                StoredBytes += 100;
                yield return i * 10;
            }

            if (fault is not null)
            {
                throw fault;
            }
        }
    }
}
