using Streaming.Feed.Tickets;

namespace Streaming.Feed.Tests.Streams;

/// <summary>A million rows read by ranks that are killed again and again, and by another number of them from some border on.</summary>
public sealed class ElasticFeedTests
{
    private const int Rows = 1_000_000;

    // Ranks by the first epoch that is theirs.
    private static readonly (int World, long Until)[] Phases = [(8, 9), (3, 17), (5, long.MaxValue)];

    [Fact]
    public async Task A_million_rows_by_8_then_3_then_5_ranks_with_100_kills_are_what_undisturbed_ranks_read()
    {
        await using var table = new GrowingTable(Rows, 40_000);
        await table.GrowAsync();
        var (all, kills, start) = (new List<string>(Rows), 0, (string?)null);
        foreach (var (world, until) in Phases)
        {
            var tickets = Enumerable.Range(0, world).Select(rank => new FeedTicket { World = world, Rank = rank, Seed = 3, BatchRows = 512, Window = 4_096, Cursor = start }).ToList();
            var undisturbed = await Task.WhenAll(tickets.Select(t => ReadAsync(table, t, until, () => int.MaxValue)));
            var disturbed = await Task.WhenAll(tickets.Select(t => ReadAsync(table, t, until, Lives(t))));
            Assert.All(disturbed.Zip(undisturbed), pair => Assert.Equal((pair.Second.End, string.Join(' ', pair.Second.Ids)), (pair.First.End, string.Join(' ', pair.First.Ids))));

            // At a border all ranks have as many rows, and stand at one place.
            Assert.True(until == long.MaxValue || (disturbed.DistinctBy(d => d.End).Count() == 1 && disturbed.DistinctBy(d => d.Ids.Count).Count() == 1));
            all.AddRange(disturbed.SelectMany(d => d.Ids));
            kills += disturbed.Sum(d => d.Kills);
            start = disturbed[0].End;
        }

        Assert.InRange(kills, 100, int.MaxValue);
        Assert.Equal(Rows, all.Count);
        Assert.Equal(Rows, all.Distinct().Count());
    }

    // How many batches a stream lives for, anew each time.
    private static Func<int> Lives(FeedTicket ticket)
    {
        var random = new Random((ticket.World * 10) + ticket.Rank);
        return () => random.Next(1, 2 * Rows / (120 * 512));
    }

    // To the first border from an epoch on. After so many batches as drawn the stream is dropped with those that it has read ahead, and another goes on from the last cursor.
    private static async Task<(List<string> Ids, string End, int Kills)> ReadAsync(GrowingTable table, FeedTicket ticket, long until, Func<int> batches)
    {
        var (ids, cursor, kills) = (new List<string>(), ticket.Cursor, 0);
        while (true)
        {
            var read = await ReadAsync(table, ticket with { Cursor = cursor }, until, batches(), ids);
            if (read.End is null || read.IsOver)
            {
                return (ids, read.End ?? cursor!, kills);
            }

            (cursor, kills) = (read.End, kills + 1);
        }
    }

    private static async Task<(string? End, bool IsOver)> ReadAsync(GrowingTable table, FeedTicket ticket, long until, int batches, List<string> into)
    {
        string? end = null;
        await foreach (var plan in (await table.StreamAsync(ticket)).PlanAsync(default))
        {
            into.AddRange(await table.GatherAsync(plan));
            end = plan.Cursor;
            var cursor = FeedCursor.Parse(end);
            var isOver = cursor.Taken == 0 && cursor.Epoch >= until;
            if (isOver || --batches == 0)
            {
                return (end, isOver);
            }
        }

        return (end, true);
    }
}
