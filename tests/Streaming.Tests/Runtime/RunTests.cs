using Streaming.Operators;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

public sealed class RunTests
{
    private static IEnumerable<string> Ids(int count, string split = "a") => Enumerable.Range(0, count).Select(i => $"{split}:{i}");

    [Fact]
    public async Task Every_sample_comes_out_once_and_in_order()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(1_000));
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Completed, report.Status);
        Assert.Equal(Ids(1_000), await topology.IdsAsync());
    }

    [Fact]
    public async Task Order_is_kept_through_parallel_stages_whose_batches_finish_out_of_order()
    {
        var random = new Random(5);
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(2_000)).Then(OnBatch(async _ =>
        {
            int milliseconds;
            lock (random)
            {
                milliseconds = random.Next(3);
            }

            await Task.Delay(milliseconds);
        }));
        await topology.RunAsync(threads: 8);
        Assert.Equal(Ids(2_000), await topology.IdsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task The_number_of_threads_does_not_change_a_byte(int threads)
    {
        async Task<string> Run(int count)
        {
            using var topology = new TestTopology { Epoch = new(Samples: 300) }
                .From("x", ListSourceOptions.Numbered(700, "a"), Keep(s => s.Text.Length % 3 > 0))
                .From("y", ListSourceOptions.Numbered(900, "b"))
                .Then(Map(s => s.Text + "!"), Step<Groups>(new GroupsOptions(7)));
            await topology.RunAsync(threads: count);
            return string.Join('\n', await LineTable.ReadAsync(new Streaming.Tables.LocalStore(topology.Table)));
        }

        Assert.Equal(await Run(2), await Run(threads));
    }

    [Fact]
    public async Task A_second_run_on_a_finished_table_adds_nothing()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 100) }.From("in", ListSourceOptions.Numbered(250));
        var first = await topology.RunAsync();
        var second = await topology.RunAsync();
        Assert.Equal(0, second.Totals.Epochs);
        Assert.Equal(first.Totals.Version, second.Totals.Version);
    }

    [Fact]
    public async Task Epochs_end_at_exactly_the_sample_that_the_limit_names()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 37) }.From("in", ListSourceOptions.Numbered(100));
        var report = await topology.RunAsync();
        Assert.Equal(3, report.Totals.Epochs);
        Assert.Equal(Ids(100), await topology.IdsAsync());
    }

    [Fact]
    public async Task Epochs_end_by_bytes_too()
    {
        using var topology = new TestTopology { Epoch = new(Bytes: new(10_000)) }.From("in", ListSourceOptions.Numbered(100));
        var report = await topology.RunAsync();
        Assert.InRange(report.Totals.Epochs, 3, 5);
    }

    [Fact]
    public async Task Rejects_are_kept_with_their_operator()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(100)).Then(Keep(s => s.Lineage.Position % 2 == 0));
        var report = await topology.RunAsync();
        Assert.Equal(50, report.Totals.Samples.Rejected);
        var lines = await LineTable.ReadAsync(new Streaming.Tables.LocalStore(Path.Combine(topology.Folder, "rejects")));
        Assert.Equal(50, lines.Count);
        Assert.All(lines, l => Assert.Equal("test_filter", l.Split('\t')[2]));
    }

    [Fact]
    public async Task A_sample_that_breaks_an_operator_becomes_a_dead_letter_and_the_run_goes_on()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(100))
            .Then(Map(s => s.Lineage.Position == 13 ? throw new FormatException("unlucky") : s.Text));
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Completed, report.Status);
        Assert.Equal((99, 1), (report.Totals.Samples.Out, report.Totals.Samples.DeadLettered));
        Assert.Single(await topology.IdsAsync("dead_letters"));
    }

    [Fact]
    public async Task Too_many_dead_letters_stop_the_run_and_say_why()
    {
        using var topology = new TestTopology { MaxDeadLetterRatio = 0.05 }.From("in", ListSourceOptions.Numbered(5_000))
            .Then(Map(s => s.Lineage.Position % 10 == 0 ? throw new FormatException("bad page") : s.Text));
        var report = await topology.RunAsync();
        Assert.Equal("too_many_dead_letters", report.Error?.Code);
        Assert.Contains("bad page", report.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await topology.IdsAsync());
    }

    [Fact]
    public async Task Counts_balance_when_samples_are_merged()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(100)).Then(Keep(s => s.Lineage.Position >= 10), Step<Groups>(new GroupsOptions(8)));
        var c = (await topology.RunAsync()).Totals.Samples;
        Assert.Equal((100, 12, 10, 78), (c.In, c.Out, c.Rejected, c.Merged));
        Assert.Equal(c.In + c.Expanded, c.Out + c.Rejected + c.DeadLettered + c.Merged);
    }

    [Fact]
    public async Task What_operators_hold_at_an_epochs_end_goes_on_in_the_next_run()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 10) }.From("in", ListSourceOptions.Numbered(45)).Then(Step<Groups>(new GroupsOptions(7)));
        var first = await topology.RunAsync(new() { MaxEpochs = 2 });
        Assert.Equal(2, first.Totals.Epochs);
        await topology.RunAsync();

        using var whole = new TestTopology { Epoch = new(Samples: 10) }.From("in", ListSourceOptions.Numbered(45)).Then(Step<Groups>(new GroupsOptions(7)));
        await whole.RunAsync();
        Assert.Equal(
            await LineTable.ReadAsync(new Streaming.Tables.LocalStore(whole.Table)),
            await LineTable.ReadAsync(new Streaming.Tables.LocalStore(topology.Table)));
    }

    [Fact]
    public async Task A_drain_finishes_what_is_in_flight_and_the_next_run_goes_on()
    {
        using var drain = new CancellationTokenSource();
        using var topology = new TestTopology { Epoch = new(Samples: 50) }.From("in", ListSourceOptions.Numbered(5_000))
            .Then(Map(s =>
            {
                if (s.Lineage.Position == 1_000)
                {
                    drain.Cancel();
                }

                return s.Text;
            }));
        var first = await topology.RunAsync(drain: drain.Token);
        Assert.Equal(RunStatus.Interrupted, first.Status);
        var before = await topology.IdsAsync();
        Assert.InRange(before.Count, 1_000, 4_999);
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        Assert.Equal(Ids(5_000), await topology.IdsAsync());
    }

    [Fact]
    public async Task An_unbounded_source_commits_by_time()
    {
        using var drain = new CancellationTokenSource();
        var epochs = new Progress<RunSnapshot>(s =>
        {
            if (s.Epochs >= 1)
            {
                drain.Cancel();
            }
        });
        using var topology = new TestTopology { Epoch = new(Every: TimeSpan.FromMilliseconds(200)) }
            .From("in", ListSourceOptions.Numbered(30) with { IsBounded = false });
        var report = await topology.RunAsync(new() { Progress = epochs }, drain: drain.Token);
        Assert.Equal(RunStatus.Interrupted, report.Status);
        Assert.Equal(Ids(30), await topology.IdsAsync());
    }

    [Fact]
    public async Task Weighted_sources_are_taken_in_proportion()
    {
        using var topology = new TestTopology
        {
            Mix = new(new Dictionary<string, double> { ["x"] = 3, ["y"] = 1 }, MixUnit.Samples),
        }.From("x", ListSourceOptions.Numbered(30_000, "a")).From("y", ListSourceOptions.Numbered(30_000, "b"));
        await topology.RunAsync();
        var first = (await topology.IdsAsync()).Take(20_000).Count(i => i.StartsWith('a'));
        Assert.InRange(first, 15_000 - 64, 15_000 + 64);
    }

    [Fact]
    public async Task Fresh_refuses_a_table_that_holds_epochs()
    {
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(10));
        await topology.RunAsync();
        await Assert.ThrowsAsync<BadInputException>(() => topology.RunAsync(new() { Fresh = true }));
    }

    [Fact]
    public async Task Plain_files_appear_with_their_commit_and_are_all_there()
    {
        var topology = new TestTopology { Epoch = new(Samples: 100) }.From("in", ListSourceOptions.Numbered(250));
        using (topology.To("out", new(topology.Table) { Layout = Streaming.Tables.TableLayout.Plain }))
        {
            await topology.RunAsync();
            Assert.Equal(Ids(250), await LineTable.IdsAsync(topology.Table, Streaming.Tables.TableLayout.Plain));
            Assert.Equal(3, Directory.GetFiles(topology.Table, "*.lines").Length);
        }
    }

    [Fact]
    public async Task A_drain_abandons_an_epoch_that_needs_the_whole_input()
    {
        using var drain = new CancellationTokenSource();
        using var topology = new TestTopology().From("in", ListSourceOptions.Numbered(5_000)).Then(OnBatch(async b =>
        {
            if (b.Samples[0].Lineage.Position == 640)
            {
                await drain.CancelAsync();
            }
        }), Step<WholeInput>(null));
        Assert.Equal(RunStatus.Interrupted, (await topology.RunAsync(drain: drain.Token)).Status);
        Assert.Empty(await topology.IdsAsync());
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync()).Status);
        Assert.Equal(5_000, (await topology.IdsAsync()).Count);
    }

    /// <summary>Holds everything until the end.</summary>
    [Operator("test_whole_input")]
    internal sealed class WholeInput : Streaming.Operators.Operator
    {
        private readonly List<Streaming.Samples.Sample> _held = [];

        public override bool IsSerial => true;

        public override bool NeedsWholeInput => true;

        public override ValueTask ApplyAsync(Streaming.Samples.SampleBatch batch)
        {
            _held.AddRange(batch.Samples);
            batch.Samples.Clear();
            return default;
        }

        public override ValueTask FinishAsync(Streaming.Samples.SampleBatch last)
        {
            last.Samples.AddRange(_held);
            _held.Clear();
            return default;
        }
    }
}
