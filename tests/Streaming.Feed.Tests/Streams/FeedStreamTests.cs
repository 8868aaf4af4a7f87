using Streaming.Feed.Tickets;
using Streaming.Operators;

namespace Streaming.Feed.Tests.Streams;

public sealed class FeedStreamTests
{
    private const int Rows = 1_003;

    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(8, 64)]
    [InlineData(5, 1)]
    public async Task Ranks_share_all_rows_and_each_gets_as_many(int world, int? window)
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();
        var ranks = new List<string[]>();
        for (var rank = 0; rank < world; rank++)
        {
            ranks.Add(await table.IdsAsync(new() { Rank = rank, World = world, Seed = 3, Window = window, BatchRows = 7 }));
        }

        Assert.Equal(table.Ids.Order(), ranks.SelectMany(r => r).Order());
        Assert.True(ranks.Max(r => r.Length) - ranks.Min(r => r.Length) <= 1);
    }

    [Fact]
    public async Task A_window_of_one_keeps_the_tables_order_and_another_does_not()
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();

        Assert.Equal(table.Ids, await table.IdsAsync(new() { Window = 1 }));
        Assert.NotEqual(table.Ids, await table.IdsAsync(new()));
        Assert.NotEqual(await table.IdsAsync(new() { Seed = 1 }), await table.IdsAsync(new() { Seed = 2 }));
        Assert.Equal(await table.IdsAsync(new() { Seed = 1 }), await table.IdsAsync(new() { Seed = 1, BatchRows = 9 }));
    }

    [Theory]
    [InlineData(null, 0)] // no row leaves its epoch
    [InlineData(80, 1)]
    public async Task Rows_move_within_their_window_and_over_borders_where_it_is_asked(int? window, int epochsAway)
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();
        var ids = await table.IdsAsync(new() { Window = window, Seed = 9 });

        Assert.All(ids.Select((id, at) => (Was: int.Parse(id[2..]), at)), row => Assert.InRange(Math.Abs(row.Was - row.at), 0, (window ?? 100) - 1));
        Assert.Equal(epochsAway, ids.Select((id, at) => Math.Abs((int.Parse(id[2..]) / 100) - (at / 100))).Max());
    }

    [Fact]
    public async Task A_trainer_that_is_killed_again_and_again_reads_what_an_undisturbed_one_does()
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();
        var random = new Random(5);
        foreach (var world in new[] { 1, 4 })
        {
            var ticket = new FeedTicket { World = world, Rank = world - 1, Seed = 11, BatchRows = 6, Window = 50 };
            var undisturbed = await table.IdsAsync(ticket);
            var disturbed = new List<string>();
            string? cursor = null;
            while (true)
            {
                var read = await table.ReadAsync(ticket with { Cursor = cursor }, random.Next(1, 9));
                if (read.Count == 0)
                {
                    break;
                }

                disturbed.AddRange(read.SelectMany(b => b.Ids));
                cursor = read[^1].Cursor;
            }

            Assert.Equal(undisturbed, disturbed);
        }
    }

    [Fact]
    public async Task Another_world_goes_on_at_an_epochs_border_without_loss_or_repetition()
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();
        var seen = new List<string>();
        string? cursor = null;
        foreach (var (world, epochs) in new[] { (8, "..2"), (3, "..6"), (5, (string?)null) })
        {
            string? behind = null;
            for (var rank = 0; rank < world; rank++)
            {
                var read = await table.ReadAsync(new() { World = world, Rank = rank, Seed = 2, Cursor = cursor, Epochs = epochs, BatchRows = 10 });
                seen.AddRange(read.SelectMany(b => b.Ids));
                behind = read[^1].Cursor;
            }

            cursor = behind;
        }

        Assert.Equal(table.Ids.Order(), seen.Order());
    }

    [Fact]
    public async Task Another_world_within_an_epoch_is_refused_in_words()
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();
        var (_, cursor) = (await table.ReadAsync(new() { World = 8, BatchRows = 5 }, batches: 1))[0];

        var refused = await Assert.ThrowsAsync<BadInputException>(() => table.ReadAsync(new() { World = 3, Cursor = cursor }));

        Assert.Contains("dealt to 8 ranks", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cursors_and_order_survive_compaction_and_vacuum()
    {
        await using var table = new GrowingTable(Rows, 20);
        await table.GrowAsync();
        var ticket = new FeedTicket { Seed = 4, BatchRows = 8, Window = 32 };
        var before = await table.ReadAsync(ticket);
        var half = before.Count / 2;
        await table.CompactAsync();
        await table.VacuumAsync();

        var after = await table.ReadAsync(ticket with { Cursor = before[half].Cursor });

        Assert.Equal(before.Skip(half + 1).SelectMany(b => b.Ids), after.SelectMany(b => b.Ids));
        Assert.Equal(before.SelectMany(b => b.Ids), await table.IdsAsync(ticket));
    }

    [Fact]
    public async Task A_stream_goes_on_while_its_files_are_compacted_and_vacuumed()
    {
        await using var table = new GrowingTable(Rows, 20);
        await table.GrowAsync();
        var ticket = new FeedTicket { Window = 1, BatchRows = 50 };
        var read = new List<string>();
        await foreach (var plan in (await table.StreamAsync(ticket)).PlanAsync(default))
        {
            read.AddRange(await table.GatherAsync(plan));
            if (read.Count == 40)
            {
                await table.CompactAsync();
                await table.VacuumAsync();
            }
        }

        Assert.Equal(table.Ids, read);
    }

    [Fact]
    public async Task Who_follows_reads_what_a_later_reader_does_and_sees_a_commit_at_once()
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync(3);
        var ticket = new FeedTicket { Seed = 6, BatchRows = 10, Follow = true };
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var followed = Task.Run(() => table.ReadAsync(ticket, batches: 90, end.Token));
        await table.GrowAsync(2);
        await table.GrowAsync();
        var ids = (await followed).SelectMany(b => b.Ids).ToList();

        Assert.Equal((await table.IdsAsync(ticket with { Follow = false })).Take(ids.Count), ids);
    }

    [Fact]
    public async Task Passes_are_each_complete_and_each_in_another_order()
    {
        await using var table = new GrowingTable(300, 100);
        await table.GrowAsync();
        var ids = await table.IdsAsync(new() { Passes = 3, BatchRows = 32 });

        Assert.Equal(900, ids.Length);
        var passes = ids.Chunk(300).ToList();
        Assert.All(passes, pass => Assert.Equal(table.Ids.Order(), pass.Order()));
        Assert.NotEqual(passes[0], passes[1]);
    }

    [Fact]
    public async Task Epochs_bound_a_feed()
    {
        await using var table = new GrowingTable(Rows, 100);
        await table.GrowAsync();
        var whole = await table.IdsAsync(new() { Seed = 1 });
        var first = (await table.OpenAsync()).Rows.Epochs[0].Number;

        Assert.Equal(whole.Skip(200).Take(300), await table.IdsAsync(new() { Seed = 1, Epochs = $"{first + 2}..{first + 4}" }));
    }

    [Theory]
    [InlineData("""{"rank":2,"world":2}""", "rank")]
    [InlineData("""{"batch_rows":0}""", "batch_rows")]
    [InlineData("""{"epochs":"4..2"}""", "epochs")]
    [InlineData("""{"cursor":"bm9uZQ"}""", "cursor")]
    [InlineData("""{"passes":2,"follow":true}""", "passes")]
    public async Task What_a_ticket_cannot_mean_is_said(string json, string word)
    {
        await using var table = new GrowingTable(100, 100);
        await table.GrowAsync();

        var refused = await Assert.ThrowsAsync<BadInputException>(() => table.ReadAsync(FeedTicket.Parse(System.Text.Encoding.UTF8.GetBytes(json))));

        Assert.Contains(word, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"ranks":2}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"rank":0,"rank":1}""")]
    public void What_is_no_ticket_is_refused(string json) => Assert.Throws<BadInputException>(() => FeedTicket.Parse(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task A_cursor_of_another_seed_is_refused()
    {
        await using var table = new GrowingTable(100, 100);
        await table.GrowAsync();
        var (_, cursor) = (await table.ReadAsync(new() { Seed = 1, BatchRows = 5 }, batches: 1))[0];

        await Assert.ThrowsAsync<BadInputException>(() => table.ReadAsync(new() { Seed = 2, Cursor = cursor }));
    }

    [Fact]
    public async Task A_cursor_that_was_tampered_with_reads_rows_or_is_refused()
    {
        await using var table = new GrowingTable(300, 100);
        await table.GrowAsync();
        var cursor = FeedCursor.Parse((await table.ReadAsync(new() { World = 2, BatchRows = 7 }, batches: 2))[1].Cursor);
        long[] values = [0, 1, 2, 3, 13, 14, 50, 51, 99, 100, 101, 299, 300, 301, int.MaxValue, long.MaxValue];
        var refused = 0;
        foreach (var value in values)
        {
            foreach (var forged in new[] { cursor with { Pass = value }, cursor with { Epoch = value }, cursor with { Offset = value }, cursor with { Closing = value }, cursor with { Taken = value }, cursor with { Taken = value, IsLast = true } })
            {
                try
                {
                    var rows = (await table.ReadAsync(new() { World = 2, BatchRows = 7, Cursor = forged.ToString() })).SelectMany(b => b.Ids).ToList();
                    Assert.Equal(rows.Count, rows.Distinct().Count());
                }
                catch (BadInputException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, values.Length, 6 * values.Length);
    }

    [Fact]
    public async Task Eight_ranks_decode_a_window_once()
    {
        await using var table = new GrowingTable(800, 800);
        await table.GrowAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(rank => table.ReadAsync(new() { World = 8, Rank = rank, BatchRows = 4 })));

        Assert.Equal(1, table.Windows.Decoded);
    }
}
