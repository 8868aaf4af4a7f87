using Streaming.Epochs;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime.Mixing;

/// <summary>Sources that are mixed by weights, as runs write them.</summary>
public sealed class MixTests
{
    private static MixSpec Mix(params (string Source, double Weight)[] weights) => new(weights.ToDictionary(w => w.Source, w => w.Weight), MixUnit.Samples);

    private static ListSourceOptions Source(string split, int samples, int batch = 16) => ListSourceOptions.Numbered(samples, split) with { BatchSamples = batch };

    private static TestTopology Three(MixSpec? mix = null, int batch = 16, string? folder = null) => new TestTopology(folder)
    {
        Mix = mix ?? Mix(("x", 0.6), ("y", 0.3), ("z", 0.1)),
        Epoch = new(Samples: 333),
    }
        .From("x", Source("a", 2_000, batch)).From("y", Source("b", 2_000, batch + 1)).From("z", Source("c", 2_000, batch * 2));

    [Fact]
    public async Task After_every_sample_each_source_is_within_one_of_its_share_over_epochs_too()
    {
        using var topology = Three();
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        CheckShares((await topology.IdsAsync()).Take(3_300), ("a", 0.6), ("b", 0.3), ("c", 0.1));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(8, 50)]
    public async Task Threads_batches_and_steps_of_a_source_do_not_change_the_order(int threads, int batch)
    {
        using var one = Three(batch: 16);
        await one.RunAsync(threads: 2);
        using var other = Three(batch: batch);
        await other.RunAsync(threads: threads);
        Assert.Equal(await LineTable.ReadAsync(new LocalStore(one.Table)), await LineTable.ReadAsync(new LocalStore(other.Table)));
    }

    [Fact]
    public async Task Steps_of_a_source_keep_the_order_of_what_they_keep()
    {
        using var plain = Three();
        await plain.RunAsync();
        using var filtered = new TestTopology { Mix = Mix(("x", 2), ("y", 1)), Epoch = new(Samples: 100) }
            .From("x", Source("a", 600), Keep(s => s.Lineage.Position % 3 != 0)).From("y", Source("b", 300), Map(s => throw new FormatException(s.Text)));
        var report = await filtered.RunAsync();
        Assert.Equal((400, 200, 300), (report.Totals.Samples.Out, report.Totals.Samples.Rejected, report.Totals.Samples.DeadLettered));
        Assert.Equal(Enumerable.Range(0, 600).Where(i => i % 3 != 0).Select(i => $"a:{i}"), await filtered.IdsAsync());
        Assert.Equal(Enumerable.Range(0, 600).Where(i => i % 3 == 0).Select(i => $"a:{i}"), await filtered.IdsAsync("rejects"));
        Assert.Equal(300, (await filtered.IdsAsync("dead_letters")).Count);
    }

    [Fact]
    public async Task A_run_in_pieces_is_the_run_in_one()
    {
        using var whole = Three();
        await whole.RunAsync();
        using var pieces = Three();
        for (var i = 0; i < 40; i++)
        {
            await pieces.RunAsync(new() { MaxEpochs = 1 });
        }

        Assert.Equal(await LineTable.ReadAsync(new LocalStore(whole.Table)), await LineTable.ReadAsync(new LocalStore(pieces.Table)));
        Assert.Equal(6_000, (await pieces.IdsAsync()).Count);
    }

    [Fact]
    public async Task A_crash_before_a_commit_changes_nothing_of_the_order()
    {
        using var whole = Three();
        await whole.RunAsync();
        using var crashed = Three();
        for (var i = 1; i <= 3; i++)
        {
            var faulty = Three(folder: crashed.Folder).Then(Map(s => s.Id == $"b:{i * 150}" ? throw new InvalidOperationException("boom") : s.Text));
            faulty.MaxDeadLetterRatio = 0;
            Assert.Equal(RunStatus.Failed, (await faulty.RunAsync()).Status);
        }

        await crashed.RunAsync();
        Assert.Equal(await LineTable.ReadAsync(new LocalStore(whole.Table)), await LineTable.ReadAsync(new LocalStore(crashed.Table)));
    }

    [Fact]
    public async Task A_replay_takes_the_recorded_order_and_says_the_mix_again()
    {
        using var topology = Three();
        await topology.RunAsync();
        var recorded = await HistoryAsync(topology);
        using var again = Three(Mix(("x", 1), ("y", 1), ("z", 1)));
        var runs = recorded.Select(e => (IReadOnlyList<SplitRun>)[.. e.Interleaving.Select(r => new SplitRun(e.Positions[(int)r[0]].Id, r[1]))]).ToList();
        await using var plan = await Planner.PlanAsync(again.Build());
        await Run.ExecuteAsync(plan, new(), new(SplitPositions.Empty, new RecordedOrder(runs, ["x", "y", "z"], true) { Mixes = [.. recorded.Select(e => e.Mix)] }, 1, null), default);
        Assert.Equal(await topology.IdsAsync(), await again.IdsAsync());
        Assert.Equal(recorded.Select(e => e.Mix!.Lags["x"]), (await HistoryAsync(again)).Select(e => e.Mix!.Lags["x"]));
    }

    [Fact]
    public async Task Words_are_counted_where_no_packer_has_a_tokenizer()
    {
        using var topology = new TestTopology { Mix = Mix(("x", 1), ("y", 1)) with { Unit = MixUnit.Tokens } }
            .From("x", new([new("a", [.. Enumerable.Range(0, 400).Select(i => string.Join(' ', Enumerable.Repeat("w", 1 + (i % 9))))])]))
            .From("y", new([new("b", [.. Enumerable.Range(0, 400).Select(_ => "one two three four five six seven eight nine ten")])]));
        await topology.RunAsync();
        var words = new Dictionary<char, int> { ['a'] = 0, ['b'] = 0 };
        foreach (var line in (await LineTable.ReadAsync(new LocalStore(topology.Table))).Take(400))
        {
            words[line[0]] += line.Split('\t')[1].Split(' ').Length;
            Assert.InRange(words['a'] - words['b'], -20, 20);
        }
    }

    [Fact]
    public async Task Bytes_count_utf8()
    {
        using var topology = new TestTopology { Mix = Mix(("x", 1), ("y", 1)) with { Unit = MixUnit.Bytes } }
            .From("x", new([new("a", [.. Enumerable.Repeat("ßßßß", 100)])])).From("y", new([new("b", [.. Enumerable.Repeat("ssss", 200)])]));
        await topology.RunAsync();
        var ids = await topology.IdsAsync();
        Assert.Equal(100, ids.Take(150).Count(i => i.StartsWith('b')));
    }

    [Fact]
    public async Task Others_share_the_part_of_a_source_that_ended()
    {
        using var topology = new TestTopology { Mix = Mix(("x", 2), ("y", 1), ("z", 1)), Epoch = new(Samples: 50) }.From("x", Source("a", 100)).From("y", Source("b", 300)).From("z", Source("c", 300));
        await topology.RunAsync();
        var ids = await topology.IdsAsync();
        Assert.Equal(700, ids.Count);
        CheckShares(ids.Take(200), ("a", 0.5), ("b", 0.25), ("c", 0.25));
        CheckShares(ids.Skip(200), ("b", 0.5), ("c", 0.5));
        Assert.Equal(0, (await topology.RunAsync()).Totals.Epochs);
    }

    [Fact]
    public async Task A_mix_may_stop_with_the_first_source_that_ends_and_stays_stopped()
    {
        using var topology = new TestTopology { Mix = Mix(("x", 1), ("y", 3)) with { Exhausted = MixExhausted.Stop }, Epoch = new(Samples: 50) }.From("x", Source("a", 30)).From("y", Source("b", 1_000));
        await topology.RunAsync();
        var ids = await topology.IdsAsync();
        Assert.InRange(ids.Count, 120, 123);
        Assert.Equal(0, (await topology.RunAsync()).Totals.Epochs);
        Assert.Equal(ids, await topology.IdsAsync());
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task A_source_begins_again_until_all_were_read_once(int epochsARun)
    {
        using var topology = new TestTopology { Mix = Mix(("x", 1), ("y", 1)) with { Exhausted = MixExhausted.Repeat }, Epoch = new(Samples: 20) }.From("x", Source("a", 30)).From("y", Source("b", 100));
        for (var i = 0; i < 20; i++)
        {
            await topology.RunAsync(new() { MaxEpochs = epochsARun });
        }

        var ids = await topology.IdsAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"b:{i}"), ids.Where(i => i.StartsWith('b')));
        CheckShares(ids, ("a", 0.5), ("b", 0.5));
        var first = ids.Where(i => i.StartsWith('a')).ToList();
        Assert.Equal(["a:29", "a:0~2", "a:1~2"], first.Skip(29).Take(3));
        Assert.Equal("a:0~3", first[60]);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_source_is_read_as_often_as_its_epochs_say()
    {
        var mix = Mix(("x", 3), ("y", 1)) with { Epochs = new Dictionary<string, int> { ["x"] = 3 } };
        using var topology = new TestTopology { Mix = mix, Epoch = new(Samples: 33) }.From("x", Source("a", 50)).From("y", Source("b", 50));
        await topology.RunAsync(new() { MaxEpochs = 2 });
        await topology.RunAsync();
        var ids = await topology.IdsAsync();
        Assert.Equal(200, ids.Count);
        Assert.Equal(50, ids.Count(i => i.EndsWith("~3", StringComparison.Ordinal)));
        CheckShares(ids, ("a", 0.75), ("b", 0.25));
    }

    [Fact]
    public async Task Synthetic_samples_stay_within_their_ratio_and_do_not_go_on_alone()
    {
        var mix = Mix(("x", 1), ("y", 9)) with { Synthetic = new(["y"], 0.5) };
        using var topology = new TestTopology { Mix = mix }.From("x", Source("a", 100)).From("y", Source("b", 1_000));
        await topology.RunAsync();
        var ids = await topology.IdsAsync();
        CheckShares(ids, ("a", 2 / 3.0), ("b", 1 / 3.0));
        Assert.InRange(ids.Count, 149, 151);
    }

    [Fact]
    public async Task Changed_weights_take_effect_at_a_border_are_recorded_and_stay()
    {
        using var topology = new TestTopology { Mix = Mix(("x", 1), ("y", 1)), Epoch = new(Samples: 100) }.From("x", Source("a", 2_000)).From("y", Source("b", 2_000));
        await using (var plan = await Planner.PlanAsync(topology.Build()))
        {
            plan.Control.Mix!.Propose(new Dictionary<string, double> { ["y"] = 4 });
            Assert.Equal(1, plan.Control.Mix.InForce["y"]);
            await Run.ExecuteAsync(plan, new() { MaxEpochs = 2 }, default);
            Assert.Equal(4, plan.Control.Mix.InForce["y"]);
            Assert.Null(plan.Control.Mix.Wanted);
        }

        await topology.RunAsync(new() { MaxEpochs = 2 });
        CheckShares(await topology.IdsAsync(), ("a", 0.2), ("b", 0.8));
        var history = await HistoryAsync(topology);
        Assert.Equal([true, false, false, false], history.Select(e => e.Mix!.Changed));
        Assert.All(history, e => Assert.Equal((1, 4), (e.Mix!.Declared["y"], e.Mix.Weights["y"])));
    }

    [Fact]
    public async Task Weights_of_unknown_sources_and_none_at_all_are_refused()
    {
        using var topology = Three();
        await using var plan = await Planner.PlanAsync(topology.Build());
        Assert.Throws<Streaming.Operators.BadInputException>(() => plan.Control.Mix!.Propose(new Dictionary<string, double> { ["w"] = 1 }));
        Assert.Throws<Streaming.Operators.BadInputException>(() => plan.Control.Mix!.Propose(new Dictionary<string, double> { ["x"] = double.NaN }));
        Assert.Throws<Streaming.Operators.BadInputException>(() => plan.Control.Mix!.Propose(new Dictionary<string, double> { ["x"] = 0, ["y"] = 0, ["z"] = 0 }));
        Assert.Null(plan.Control.Mix!.Wanted);
    }

    [Fact]
    public async Task The_source_that_is_due_is_waited_for_however_much_others_have()
    {
        var (slow, fast) = (new LiveFeed(), new LiveFeed());
        using var topology = new TestTopology { Mix = Mix(("x", 1), ("y", 1)) }.FromLive("x", slow).FromLive("y", fast);
        fast.Push("b", 500);
        slow.Push("a", 3);
        slow.Push("a", 97);
        slow.End();
        fast.End();
        await topology.RunAsync();
        CheckShares((await topology.IdsAsync()).Take(200), ("a", 0.5), ("b", 0.5));
    }

    [Fact]
    public async Task A_source_that_is_due_is_read_though_the_others_have_filled_the_budget()
    {
        var large = new string('x', 2 << 20);
        ListSourceOptions Large(string split, int delay) => new([new(split, [.. Enumerable.Repeat(large, 8)])])
        {
            BatchSamples = 1,
            BeforeBatch = async (_, at, abort) => await Task.Delay(at == 0 ? delay : 0, abort),
        };
        using var topology = new TestTopology { Memory = Streaming.Operators.ByteSize.MiB(16), Mix = Mix(("x", 1), ("y", 1)) }.From("x", Large("a", 500)).From("y", Large("b", 0));
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        CheckShares(await topology.IdsAsync(), ("a", 0.5), ("b", 0.5));
    }

    private static void CheckShares(IEnumerable<string> ids, params (string Split, double Share)[] shares)
    {
        var counts = shares.ToDictionary(s => s.Split, _ => 0);
        var n = 0;
        foreach (var id in ids)
        {
            counts[id[..1]]++;
            n++;
            foreach (var (split, share) in shares)
            {
                Assert.True(Math.Abs(counts[split] - (share * n)) < 1 + 1e-6, $"after {n}: {counts[split]} of {split}, whose share is {share}");
            }
        }

        Assert.True(n > 0);
    }

    private static async Task<IReadOnlyList<EpochManifest>> HistoryAsync(TestTopology topology)
    {
        var store = new LocalStore(topology.Table);
        return await ManifestHistory.ReadAsync(store, (await new DeltaLog(store, null, TableFolders.DeltaLog).ReadAsync(default))!, default);
    }
}
