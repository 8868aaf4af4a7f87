using Streaming.Operators;
using Streaming.Parquet.Reading;
using Streaming.Samples;
using Streaming.Testing;

namespace Streaming.Parquet.Tests;

public sealed class ReadAheadTests
{
    [Fact]
    public async Task What_waits_is_bounded_by_bytes_and_told_to_the_account()
    {
        var account = new MemoryAccount(1 << 20);
        var (produced, read) = (0, 0);

        await foreach (var _ in new ReadAhead(2, account).RunAsync(Enumerable.Range(0, 3).Select(s => Batches(s, 20, 600_000, () => Interlocked.Increment(ref produced))).ToAsyncEnumerable(), CancellationToken.None))
        {
            // Two queues of 1 MiB hold one batch each, the one that is looked at included; nothing more is read until it is given back.
            Assert.True(account.Held <= 2 * 600_000);
            Assert.True(produced <= read + 2, $"{produced} are read, {read} given back");
            read++;
        }

        Assert.Equal(60, produced);
        Assert.Equal(0, account.Held);
        Assert.True(account.Peak >= 2 * 600_000);
    }

    [Fact]
    public async Task A_batch_larger_than_the_bound_passes_alone()
    {
        var read = 0;
        await foreach (var _ in new ReadAhead(1, new MemoryAccount(1)).RunAsync(new[] { Batches(0, 5, 1 << 30, () => { }) }.ToAsyncEnumerable(), CancellationToken.None))
        {
            read++;
        }

        Assert.Equal(5, read);
    }

    [Fact]
    public async Task A_fault_comes_after_the_batches_before_it()
    {
        var read = new List<long>();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var batch in new ReadAhead(4, new MemoryAccount(1 << 30)).RunAsync(new[] { Batches(0, 3, 1, () => { }), Failing(1), Batches(2, 3, 1, () => { }) }.ToAsyncEnumerable(), CancellationToken.None))
            {
                read.Add(batch.From);
            }
        });

        Assert.Equal([0L, 1, 2, 0], read);
    }

    private static async IAsyncEnumerable<CutBatch> Batches(int split, int count, long bytes, Action produced)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            produced();
            yield return new(new SourceBatch(new SplitId("in", $"{split}"), i, i + 1, new SampleBatch()), bytes);
        }
    }

    private static async IAsyncEnumerable<CutBatch> Failing(int split)
    {
        await foreach (var batch in Batches(split, 1, 1, () => { }))
        {
            yield return batch;
        }

        throw new InvalidDataException("broken");
    }
}
