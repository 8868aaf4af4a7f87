using Streaming.Models.Completions;
using Streaming.Models.Generation;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Tests.Completions;

/// <summary>Completions on disk: what is there after a kill, what is dropped, what two processes see of each other.</summary>
public sealed class CompletionStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_put_is_found_by_whoever_opens_the_folder_next_though_nobody_closed_it()
    {
        using var killed = new CompletionStore(_folder, 1 << 20);
        killed.Put(Key(1), new("one 😀 \uD800", FinishReason.Stop, 3, 4));
        killed.Put(Key(2), new("", FinishReason.Length, 5, 0));

        using var next = new CompletionStore(_folder, 1 << 20);
        Assert.Equal(new("one 😀 \uFFFD", FinishReason.Stop, 3, 4), next.Find(Key(1)));
        Assert.Equal(new("", FinishReason.Length, 5, 0), next.Find(Key(2)));
        Assert.Null(next.Find(Key(3)));
    }

    [Fact]
    public void Whatever_a_kill_tears_off_the_end_only_the_torn_record_is_lost()
    {
        using (var store = new CompletionStore(_folder, 1 << 20))
        {
            store.Put(Key(1), Text("first"));
            store.Put(Key(2), Text("second, which is torn"));
        }

        var file = Directory.GetFiles(_folder).Single();
        var whole = File.ReadAllBytes(file);
        var first = CompletionRecord.Encode(Key(1), Text("first")).Length;
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            using var torn = new CompletionStore(_folder, 1 << 20);
            Assert.Equal(("first", null), (torn.Find(Key(1))?.Text, torn.Find(Key(2))));
            if (length % 7 == 0)
            {
                torn.Put(Key(2), Text("again"));
                using var next = new CompletionStore(_folder, 1 << 20);
                Assert.Equal(("first", "again"), (next.Find(Key(1))?.Text, next.Find(Key(2))?.Text));
                foreach (var other in Directory.GetFiles(_folder).Where(path => path != file))
                {
                    File.Delete(other);
                }
            }
        }
    }

    [Fact]
    public void A_bit_that_turns_costs_what_it_is_in_and_never_gives_a_wrong_text()
    {
        using (var store = new CompletionStore(_folder, 1 << 20))
        {
            store.Put(Key(1), Text("first"));
            store.Put(Key(2), Text("second"));
        }

        var file = Directory.GetFiles(_folder).Single();
        var whole = File.ReadAllBytes(file);
        for (var at = 0; at < whole.Length; at++)
        {
            var turned = (byte[])whole.Clone();
            turned[at] ^= 0x10;
            File.WriteAllBytes(file, turned);
            using var store = new CompletionStore(_folder, 1 << 20);
            Assert.True(store.Find(Key(1)) is null or { Text: "first" });
            Assert.True(store.Find(Key(2)) is null or { Text: "second" });
        }
    }

    [Fact]
    public void It_stays_within_its_bytes_and_the_oldest_go_first()
    {
        using var store = new CompletionStore(_folder, 10_000);
        for (var i = 0; i < 400; i++)
        {
            store.Put(Key(i), Text(new string('x', 100)));
            Assert.InRange(Directory.GetFiles(_folder).Sum(path => new FileInfo(path).Length), 0, 10_000);
        }

        Assert.Null(store.Find(Key(0)));
        Assert.NotNull(store.Find(Key(399)));
        Assert.InRange(store.Count, 55, 70);
        Assert.All(Enumerable.Range(400 - 55, 55), i => Assert.NotNull(store.Find(Key(i))));
        store.Put(Key(1_000), Text(new string('x', 20_000)));
        Assert.Null(store.Find(Key(1_000)));

        using var smaller = new CompletionStore(_folder, 3_000);
        Assert.InRange(smaller.Bytes, 1, 3_000);
        Assert.NotNull(smaller.Find(Key(399)));
    }

    [Fact]
    public void Two_processes_write_side_by_side_and_one_may_drop_what_the_other_reads()
    {
        using var one = new CompletionStore(_folder, 1 << 20);
        using var two = new CompletionStore(_folder, 1 << 20);
        one.Put(Key(1), Text("one"));
        two.Put(Key(2), Text("two"));
        using var third = new CompletionStore(_folder, 1 << 20);
        Assert.Equal(("one", "two"), (third.Find(Key(1))?.Text, third.Find(Key(2))?.Text));
        foreach (var path in Directory.GetFiles(_folder))
        {
            File.Delete(path);
        }

        Assert.Equal("one", third.Find(Key(1))?.Text);
    }

    [Fact]
    public void A_key_is_another_where_anything_that_decides_the_text_is()
    {
        var request = new CompletionRequest { Turns = [new ChatTurn("user", "hello")], Settings = new() { Sample = true }, Seed = 1 };
        CompletionRequest[] others =
        [
            request with { Seed = 2 },
            request with { Turns = [new ChatTurn("system", "hello")] },
            request with { Turns = [new ChatTurn("user", "hell"), new ChatTurn("o", "")] },
            request with { Settings = new() { Sample = true, TopK = 3 } },
            request with { Settings = new() { Sample = true, StopStrings = ["a"] } },
            request with { Images = [new byte[] { 1 }] },
            request with { Schema = System.Text.Json.JsonDocument.Parse("{}").RootElement },
        ];
        var keys = others.Select(other => CompletionKey.Of("model", other)).Append(CompletionKey.Of("model", request)).Append(CompletionKey.Of("other", request)).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(CompletionKey.Of("model", request), CompletionKey.Of("model", request with { Settings = new() { Sample = true } }));

        var greedy = request with { Settings = new() };
        Assert.Equal(CompletionKey.Of("model", greedy), CompletionKey.Of("model", greedy with { Seed = 99 }));
    }

    [Fact]
    public async Task What_is_asked_twice_at_once_is_asked_once_and_what_failed_may_be_asked_again()
    {
        var slow = new Scripted();
        await using var completer = new StoredCompleter(slow, SharedStores.All.Lend(_folder, 1 << 20));
        var calls = Enumerable.Range(0, 40).Select(i => new CompletionCall(new() { Turns = [new ChatTurn("user", $"q{i % 4}")] })).ToList();
        await Task.WhenAll(calls.Chunk(5).Select(chunk => completer.CompleteAsync(chunk, 0, default).AsTask()));

        Assert.All(calls, call => Assert.Equal($"answer to {call.Request.Turns[0].Content}", call.Result?.Text));
        Assert.Equal(["q0", "q1", "q2", "q3"], slow.Asked.Order());
        Assert.Equal((4, 36), (completer.Counts.Requests, completer.Counts.CacheHits));

        slow.Fails = true;
        for (var i = 0; i < 2; i++)
        {
            var failed = new CompletionCall(new() { Turns = [new ChatTurn("user", "bad")] });
            await completer.CompleteAsync([failed], 0, default);
            Assert.NotNull(failed.Fault);
        }

        Assert.Equal(6, slow.Asked.Count);
    }

    private static CompletionKey Key(int number) => new((UInt128)number * 7_919);

    private static Completion Text(string text) => new(text, FinishReason.End, 1, 1);

    private sealed class Scripted : Completer
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Asked { get; } = [];

        public bool Fails { get; set; }

        public override KeyValuePair<string, string> Model => new("scripted", "1");

        public override GenerationGauges Counts => new(Asked.Count, 0, 0, 0, 0);

        public override async ValueTask CompleteAsync(IReadOnlyList<CompletionCall> calls, int lane, CancellationToken abort)
        {
            await Task.Delay(10, abort);
            foreach (var call in calls)
            {
                Asked.Add(call.Request.Turns[0].Content);
                call.Fault = Fails ? new InvalidDataException("no") : null;
                call.Result = Fails ? null : Text($"answer to {call.Request.Turns[0].Content}");
            }
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
