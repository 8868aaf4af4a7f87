using System.Buffers.Text;
using System.Text.Json;
using Streaming.Feed.Tickets;
using Streaming.Operators;
using Streaming.Topologies;

namespace Streaming.Feed.Tests.Mixing;

public sealed class MixedStreamTests
{
    [Theory]
    [InlineData(1, 0.7, 0.3)]
    [InlineData(4, 0.7, 0.3)]
    [InlineData(3, 1, 7)]
    [InlineData(5, 0.123456, 0.654321)]
    public async Task After_any_number_of_rows_each_rank_has_of_each_table_its_share_within_one(int world, double a, double b)
    {
        await using var tables = new TablePair(700, 60, 600, 45);
        await tables.GrowAsync();
        var ranks = new List<string[]>();
        for (var rank = 0; rank < world; rank++)
        {
            ranks.Add(await tables.IdsAsync(new() { Tables = TablePair.Weights(a, b), World = world, Rank = rank, Seed = 3, Window = 16, BatchRows = 7, Exhausted = MixExhausted.Stop }));
        }

        foreach (var ids in ranks)
        {
            var ofA = 0;
            for (var n = 1; n <= ids.Length; n++)
            {
                ofA += ids[n - 1].StartsWith('a') ? 1 : 0;
                Assert.InRange(ofA - (n * a / (a + b)), -1, 1);
            }
        }

        Assert.True(ranks.Max(r => r.Length) - ranks.Min(r => r.Length) <= 1);
        Assert.Equal(ranks.Sum(r => r.Length), ranks.SelectMany(r => r).Distinct().Count());
        Assert.InRange(ranks.Sum(r => r.Length), 600, 1_300);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(4, null)]
    [InlineData(7, 64)]
    [InlineData(50, 1)] // larger than an epoch of a table
    public async Task Ranks_share_all_rows_where_the_others_take_a_tables_part(int world, int? window)
    {
        await using var tables = new TablePair(503, 60, 301, 45);
        await tables.GrowAsync();
        var ranks = new List<string[]>();
        for (var rank = 0; rank < world; rank++)
        {
            ranks.Add(await tables.IdsAsync(new() { Tables = TablePair.Weights(0.5, 0.5), World = world, Rank = rank, Seed = 3, Window = window, BatchRows = 7 }));
        }

        Assert.Equal(tables.Ids.Order(), ranks.SelectMany(r => r).Order());
        Assert.True(ranks.Max(r => r.Length) - ranks.Min(r => r.Length) <= 1);
    }

    [Fact]
    public async Task The_order_is_of_seed_and_weights_and_not_of_batches()
    {
        await using var tables = new TablePair(300, 60, 300, 45);
        await tables.GrowAsync();
        var ticket = new FeedTicket { Tables = TablePair.Weights(2, 1), Seed = 1, BatchRows = 64 };
        var ids = await tables.IdsAsync(ticket);

        Assert.Equal(ids, await tables.IdsAsync(ticket with { BatchRows = 5 }));
        Assert.Equal(ids, await tables.IdsAsync(ticket with { Tables = TablePair.Weights(20, 10) }));
        Assert.NotEqual(ids, await tables.IdsAsync(ticket with { Seed = 2 }));
        Assert.NotEqual(ids, await tables.IdsAsync(ticket with { Tables = TablePair.Weights(1, 1) }));
    }

    [Theory]
    [InlineData(MixExhausted.Renormalise)]
    [InlineData(MixExhausted.Stop)]
    [InlineData(MixExhausted.Repeat)]
    public async Task A_trainer_that_is_killed_again_and_again_reads_what_an_undisturbed_one_does(MixExhausted exhausted)
    {
        await using var tables = new TablePair(503, 60, 101, 45);
        await tables.GrowAsync();
        var random = new Random(5);
        foreach (var world in new[] { 1, 4 })
        {
            var ticket = new FeedTicket { Tables = TablePair.Weights(0.6, 0.4), Exhausted = exhausted, World = world, Rank = world - 1, Seed = 11, BatchRows = 6, Window = 50 };
            var undisturbed = await tables.IdsAsync(ticket);
            var disturbed = new List<string>();
            string? cursor = null;
            while (true)
            {
                var read = await tables.ReadAsync(ticket with { Cursor = cursor }, random.Next(1, 9));
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
    public async Task Any_world_goes_on_behind_any_batch_without_loss_or_repetition()
    {
        await using var tables = new TablePair(2_003, 100, 1_501, 70);
        await tables.GrowAsync();
        var (seen, cursor) = (new List<string>(), (string?)null);
        foreach (var (world, batches) in new[] { (8, 11), (3, 25), (5, (int?)null) })
        {
            var ends = new HashSet<string>();
            for (var rank = 0; rank < world; rank++)
            {
                var read = await tables.ReadAsync(new() { Tables = TablePair.Weights(0.6, 0.4), World = world, Rank = rank, Seed = 2, Cursor = cursor, BatchRows = 9, Window = 40 }, batches);
                seen.AddRange(read.SelectMany(b => b.Ids));
                ends.Add(read[^1].Cursor);
            }

            // All ranks stand at one place; at the very end some have no row of the last step.
            cursor = ends.First();
            Assert.True(ends.Count == 1 || batches is null);
        }

        Assert.Equal(tables.Ids.Order(), seen.Order());
    }

    [Fact]
    public async Task Where_it_is_repeated_every_table_is_read_to_its_end_at_least_once()
    {
        await using var tables = new TablePair(400, 60, 100, 45);
        await tables.GrowAsync();
        var ids = await tables.IdsAsync(new() { Tables = TablePair.Weights(1, 1), Exhausted = MixExhausted.Repeat, Seed = 4 });
        var (ofA, ofB) = (ids.Where(id => id[0] == 'a').ToList(), ids.Where(id => id[0] == 'b').ToList());

        Assert.Equal(tables.A.Ids.Select(id => "a/" + id).Order(), ofA.Order());
        Assert.InRange(ofB.Count, 399, 401);
        Assert.All(ofB.Chunk(100).Take(3), pass => Assert.Equal(100, pass.Distinct().Count()));
        Assert.NotEqual(ofB.Take(100), ofB.Skip(100).Take(100));
    }

    [Fact]
    public async Task Who_follows_reads_what_a_later_reader_does()
    {
        await using var tables = new TablePair(1_003, 100, 803, 80);
        await tables.GrowAsync(3);
        var ticket = new FeedTicket { Tables = TablePair.Weights(0.5, 0.5), World = 3, Rank = 1, Seed = 6, BatchRows = 10, Follow = true };
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var followed = Task.Run(() => tables.ReadAsync(ticket, batches: 40, end.Token));
        await tables.B.GrowAsync(2);
        await tables.A.GrowAsync(2);
        await tables.GrowAsync();
        var batches = await followed;

        var later = await tables.ReadAsync(ticket, batches: 40, end.Token);
        Assert.Equal(later.Select(b => (b.Cursor, string.Join(' ', b.Ids))), batches.Select(b => (b.Cursor, string.Join(' ', b.Ids))));
    }

    [Fact]
    public async Task A_step_waits_until_every_rank_can_have_its_row()
    {
        await using var tables = new TablePair(200, 50, 200, 100);
        await tables.GrowAsync(1);
        var ticket = new FeedTicket { Tables = TablePair.Weights(1, 0), World = 20, Seed = 6, BatchRows = 1, Follow = true };
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        // 50 rows are two steps of 20; the third begins only when the next epoch has come, also for rank 0, whose row is there already.
        await using var batches = (await tables.StreamAsync(ticket)).PlanAsync(end.Token).GetAsyncEnumerator(end.Token);
        Assert.True(await batches.MoveNextAsync() && await batches.MoveNextAsync());
        var third = batches.MoveNextAsync().AsTask();
        await Task.Delay(50);
        Assert.False(third.IsCompleted);
        await tables.GrowAsync();
        Assert.True(await third);
    }

    [Fact]
    public async Task Weights_may_change_where_a_stream_is_opened_anew_and_tables_may_not()
    {
        await using var tables = new TablePair(1_000, 100, 1_000, 100);
        await tables.GrowAsync();
        var ticket = new FeedTicket { Tables = TablePair.Weights(0.9, 0.1), Seed = 2, BatchRows = 100 };
        var before = await tables.ReadAsync(ticket, batches: 4);
        var after = await tables.ReadAsync(ticket with { Tables = TablePair.Weights(0.1, 0.9), Cursor = before[^1].Cursor }, batches: 4);

        Assert.Equal(90 * before.Sum(b => b.Ids.Length) / 100, before.SelectMany(b => b.Ids).Count(id => id[0] == 'a'));
        Assert.InRange(after.SelectMany(b => b.Ids).Count(id => id[0] == 'a') - (after.Sum(b => b.Ids.Length) / 10.0), -1, 1);
        Assert.Empty(before.SelectMany(b => b.Ids).Intersect(after.SelectMany(b => b.Ids)));
        await Assert.ThrowsAsync<BadInputException>(() => tables.ReadAsync(new() { Tables = new Dictionary<string, double> { ["a"] = 1 }, Seed = 2, Cursor = before[^1].Cursor }));
        await Assert.ThrowsAsync<BadInputException>(() => tables.ReadAsync(ticket with { Seed = 3, Cursor = before[^1].Cursor }));
    }

    [Fact]
    public async Task A_cursor_that_was_tampered_with_reads_rows_or_is_refused()
    {
        await using var tables = new TablePair(300, 100, 200, 70);
        await tables.GrowAsync();
        var ticket = new FeedTicket { Tables = TablePair.Weights(0.7, 0.3), World = 2, BatchRows = 7 };
        var text = (await tables.ReadAsync(ticket, batches: 5))[4].Cursor;
        var numbers = JsonSerializer.Deserialize<long[]>(Base64Url.DecodeFromChars(text))!;
        long[] values = [-1, 0, 1, 2, 3, 69, 70, 100, 101, 1_000, int.MaxValue, long.MaxValue, long.MinValue];
        var refused = 0;
        for (var place = 0; place < numbers.Length; place++)
        {
            foreach (var value in values)
            {
                var forged = (long[])numbers.Clone();
                forged[place] = value;
                try
                {
                    var ids = (await tables.ReadAsync(ticket with { Cursor = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(forged)) })).SelectMany(b => b.Ids).ToList();
                    Assert.Equal(ids.Count, ids.Distinct().Count());
                }
                catch (BadInputException)
                {
                    refused++;
                }
            }
        }

        Assert.InRange(refused, numbers.Length, values.Length * numbers.Length);
    }

    [Theory]
    [InlineData("""{"tables":{}}""", "tables")]
    [InlineData("""{"tables":{"a":-1}}""", "weights are 0 or more")]
    [InlineData("""{"tables":{"a":0}}""", "above 0")]
    [InlineData("""{"tables":{"a":1},"table":"a"}""", "cannot both")]
    [InlineData("""{"tables":{"a":1},"cursor":"bm9uZQ"}""", "cursor")]
    [InlineData("""{"tables":{"a":1,"a":2}}""", "ticket")]
    [InlineData("""{"tables":{"a":1},"exhausted":"never"}""", "exhausted")]
    public async Task What_a_ticket_cannot_mean_is_said(string json, string words)
    {
        await using var tables = new TablePair(50, 50, 50, 50);
        await tables.GrowAsync();

        var refused = await Assert.ThrowsAsync<BadInputException>(() => tables.ReadAsync(FeedTicket.Parse(System.Text.Encoding.UTF8.GetBytes(json))));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
