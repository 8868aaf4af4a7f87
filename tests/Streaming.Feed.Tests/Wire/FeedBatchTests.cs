using Streaming.Feed.Reading;
using Streaming.Feed.Streams;
using Streaming.Feed.Wire;
using Streaming.Operators;

namespace Streaming.Feed.Tests.Wire;

/// <summary>A batch is the same bytes however its client reads it, and whatever becomes of the memory that it was made in.</summary>
public sealed class FeedBatchTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(BodyCodec.Zstd)]
    [InlineData(BodyCodec.Lz4)]
    internal async Task What_is_taken_from_a_parked_batch_comes_again_byte_for_byte(BodyCodec? codec)
    {
        await using var table = new GrowingTable(600, 100);
        await table.GrowAsync();
        var feed = await table.OpenAsync();
        foreach (var plan in await PlansAsync(await FeedStream.OpenAsync(feed, new() { Seed = 3, BatchRows = 50, Window = 32 }, default)))
        {
            await using var windows = new WindowCache(16 << 20);
            using var room = new BatchRoom(64 << 10);
            using var whole = await FeedBatch.LoadAsync(plan, windows, room, Framing.Ipc, codec, default);
            var bytes = ReadBatch.Drain(whole);
            using var slow = await FeedBatch.LoadAsync(plan, windows, room, Framing.Ipc, codec, default);
            var read = new List<byte>();
            for (var turn = 0; slow.Left > 0; turn++)
            {
                var next = new byte[Math.Min(slow.Left, 1 + (turn * 37 % 500))];
                Assert.Equal(next.Length, slow.Read(next));
                read.AddRange(next);
                slow.Park();
                if (turn % 2 == 0)
                {
                    // Others need what there is; as long as they are read, they keep it.
                    await CrowdAsync(room, () => FeedBatch.LoadAsync(plan, windows, room, Framing.Ipc, codec, default));
                }

                await slow.ResumeAsync(default);
            }

            Assert.Equal(bytes, read);
            Assert.NotEqual(0, room.Robbed);
        }
    }

    [Fact]
    public async Task Windows_that_were_decoded_anew_give_the_same_bytes()
    {
        await using var table = new GrowingTable(20_000, 10_000);
        await table.GrowAsync();
        var feed = await table.OpenAsync();
        var plans = await PlansAsync(await FeedStream.OpenAsync(feed, new() { Seed = 3, BatchRows = 500, Window = 2_000 }, default));
        await using var roomy = new WindowCache(64 << 20);
        using var room = new BatchRoom(16 << 20);
        using var whole = await FeedBatch.LoadAsync(plans[0], roomy, room, Framing.Ipc, null, default);
        await using var narrow = new WindowCache(roomy.Bytes * 3 / 2);
        using var slow = await FeedBatch.LoadAsync(plans[0], narrow, room, Framing.Ipc, null, default);
        var read = new List<byte>();
        for (var other = 1; slow.Left > 0; other++)
        {
            var next = new byte[Math.Min(slow.Left, 5_000)];
            slow.Read(next);
            read.AddRange(next);
            slow.Park();
            for (var i = 0; i < 4; i++)
            {
                using var another = await FeedBatch.LoadAsync(plans[(5 * (other + i)) % plans.Count], narrow, room, Framing.Ipc, null, default);
            }

            await slow.ResumeAsync(default);
        }

        Assert.InRange(narrow.Decoded, 11, long.MaxValue); // some of the ten were decoded more than once
        Assert.Equal(ReadBatch.Drain(whole), read);
    }

    [Fact]
    public async Task A_batch_of_many_windows_is_copied_and_the_same()
    {
        await using var table = new GrowingTable(2_000, 1_000);
        await table.GrowAsync();
        var few = await table.IdsAsync(new() { Seed = 3, BatchRows = 10, Window = 64 });

        Assert.Equal(few, await table.IdsAsync(new() { Seed = 3, BatchRows = 2_000, Window = 64 }));
    }

    [Fact]
    public async Task What_is_larger_than_the_memory_is_refused_in_words()
    {
        await using var table = new GrowingTable(5_000, 5_000);
        await table.GrowAsync();
        var feed = await table.OpenAsync();
        var plan = (await PlansAsync(await FeedStream.OpenAsync(feed, new() { BatchRows = 5_000, Window = 64 }, default)))[0];
        await using var windows = new WindowCache(64 << 20);
        using var room = new BatchRoom(64 << 10);
        Assert.Contains("batch_rows", (await Assert.ThrowsAsync<BadInputException>(() => FeedBatch.LoadAsync(plan, windows, room, Framing.Ipc, null, default).AsTask())).Message, StringComparison.Ordinal);

        await using var small = new WindowCache(1 << 10);
        Assert.Contains("window", (await Assert.ThrowsAsync<BadInputException>(() => FeedBatch.LoadAsync(plan, small, room, Framing.Ipc, null, default).AsTask())).Message, StringComparison.Ordinal);
        Assert.Equal(0, room.Bytes);
    }

    private static async Task CrowdAsync(BatchRoom room, Func<ValueTask<FeedBatch>> load)
    {
        var (before, others) = (room.Robbed, new List<FeedBatch>());
        while (room.Robbed == before)
        {
            others.Add(await load());
        }

        others.ForEach(o => o.Dispose());
    }

    private static async Task<List<BatchPlan>> PlansAsync(FeedStream stream)
    {
        var plans = new List<BatchPlan>();
        await foreach (var plan in stream.PlanAsync(default))
        {
            plans.Add(plan);
        }

        return plans;
    }
}
