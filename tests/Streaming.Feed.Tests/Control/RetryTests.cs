using System.Text.Json.Nodes;
using Streaming.Parquet.Checkpoints;
using Streaming.Parquet.Sinks;
using Streaming.Rescoring;
using Streaming.Runtime;
using Streaming.Samples;
using Streaming.Tables;
using Streaming.Telemetry;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Feed.Tests.Control;

/// <summary>Dead letters that are tried again: whom the mended operator keeps is in the table once, whatever happens in between.</summary>
public sealed class RetryTests : IDisposable
{
    private const int Samples = 200;
    private static readonly string[] All = [.. Enumerable.Range(0, Samples).Select(i => $"a:{i}").Order(StringComparer.Ordinal)];

    private readonly TestTopology _topology = new() { Epoch = new(Samples: 50) };
    private Func<Sample, bool> _breaks = s => NumberOf(s) % 10 == 4;

    [Fact]
    public async Task Who_broke_an_operator_that_is_mended_is_in_the_table_once()
    {
        var spec = await BrokenAsync();
        var broken = Assert.Single((await RetryAsync(spec)).Operators);
        Assert.Equal(("test_mapper", 20L, 0L, 20L), (broken.Name, broken.Tried, broken.Settled, await LettersAsync(spec)));

        _breaks = _ => false;
        var mended = Assert.Single((await RetryAsync(spec)).Operators);
        Assert.Equal((20L, 20L, 20L), (mended.Tried, mended.Settled, mended.Run.Totals.Samples.Out));
        var rows = await RowsAsync(spec);
        Assert.Equal(All, rows.Select(r => r.Id).Order(StringComparer.Ordinal));
        Assert.Equal(20, rows.Count(r => r.Text.EndsWith(" mapped", StringComparison.Ordinal) && (Before(r)[0] as string) == "retry:test_mapper" && ((object?[])Before(r)[3]!).Contains(r.Id)));

        Assert.Equal(0, Assert.Single((await RetryAsync(spec)).Operators).Tried);
        Assert.Equal((20L, Samples), (await LettersAsync(spec), (await RowsAsync(spec)).Count));
    }

    [Fact]
    public async Task Who_is_refused_now_is_a_reject_and_settled()
    {
        var kept = true;
        var spec = await BrokenAsync(Keep(s => _breaks(s) ? throw new InvalidDataException("broken") : kept || s.Lineage.Parents.Count == 0 || NumberOf(s) % 20 == 4));
        (_breaks, kept) = (_ => false, false);
        var mended = Assert.Single((await RetryAsync(spec)).Operators);
        Assert.Equal((20L, 20L, 10L, 10L), (mended.Tried, mended.Settled, mended.Run.Totals.Samples.Out, mended.Run.Totals.Samples.Rejected));
        Assert.Equal(10, (await RowsAsync(spec, spec.RejectsPath!)).Count);
        Assert.Equal(0, Assert.Single((await RetryAsync(spec)).Operators).Tried);
    }

    [Fact]
    public async Task What_stops_in_between_goes_on_and_settles_each_once()
    {
        var spec = await BrokenAsync(null, OnBatch(batch => _faults-- == 0 ? throw new InvalidOperationException("the machine is gone") : default, serial: true)) with { Epoch = new(Samples: 3) };
        _breaks = _ => false;
        var settled = 0L;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            // Some are stopped at a border between epochs, some in the middle of one.
            _faults = attempt % 2 == 0 ? 2 : int.MaxValue;
            var one = Assert.Single((await RetryAsync(spec, new() { MaxEpochs = attempt % 2 == 0 ? null : 1 })).Operators);
            settled += one.Run.Totals.Samples.Out;
        }

        _faults = int.MaxValue;
        _ = await RetryAsync(spec);
        Assert.InRange(settled, 3, 1_000);
        Assert.Equal(All, (await RowsAsync(spec)).Select(r => r.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_at_once_settle_each_once()
    {
        var spec = await BrokenAsync();
        _breaks = _ => false;
        var both = await Task.WhenAll(RetryAsync(spec), RetryAsync(spec));
        Assert.Contains(both, r => r.Operators[0].Run.Status == RunStatus.Completed);
        _ = await RetryAsync(spec);
        Assert.Equal(All, (await RowsAsync(spec)).Select(r => r.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_ordinary_run_goes_on_after_it_where_it_was()
    {
        var spec = await BrokenAsync(epochs: 2);
        _breaks = _ => false;
        Assert.Equal(10, Assert.Single((await RetryAsync(spec)).Operators).Settled);
        await RunAsync(spec, null);
        Assert.Equal(All, (await RowsAsync(spec)).Select(r => r.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_s_server_tries_them_again_beside_the_run()
    {
        await using var served = await ServedTopology.StartAsync(parquet: true, steps: [Map(s => _breaks(s) ? throw new InvalidDataException("broken") : s.Text)]);
        await served.RunAsync(2);
        Assert.Null((await served.GetAsync("/v1/dead-letters")).Json["retry"]);
        _breaks = _ => false;
        Assert.Equal(400, (await served.PostAsync("/v1/dead-letters/retry", """{"who":"x"}""")).Code);
        Assert.Equal(202, (await served.PostAsync("/v1/dead-letters/retry", "{}")).Code);
        JsonNode? retry;
        do
        {
            await Task.Delay(50);
            retry = (await served.GetAsync("/v1/dead-letters")).Json["retry"];
        }
        while ((string?)retry!["status"] == "running");

        Assert.True((string?)retry["status"] == "completed", retry.ToJsonString());
        Assert.Equal((20, 20), ((int)retry["operators"]![0]!["settled"]!, (int)retry["operators"]![0]!["out"]!));
    }

    [Fact]
    public async Task Nothing_and_what_is_not_there_are_told()
    {
        _breaks = _ => false;
        var spec = await BrokenAsync();
        Assert.Empty((await RetryAsync(spec)).Operators);
        _breaks = s => NumberOf(s) == 7;
        using var other = new TestTopology();
        var broken = await BrokenAsync(topology: other);
        var fault = await Assert.ThrowsAsync<Streaming.Operators.BadInputException>(() => Retry.ExecuteAsync(broken, ["nobody"], new(), default));
        Assert.Contains("there are of: test_mapper", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _topology.Dispose();

    private int _faults = int.MaxValue;

    private async Task<TopologySpec> BrokenAsync(StepSpec? step = null, StepSpec? then = null, long? epochs = null, TestTopology? topology = null)
    {
        var into = topology ?? _topology;
        into.From("x", ListSourceOptions.Numbered(Samples)).Then(step ?? Map(s => _breaks(s) ? throw new InvalidDataException("broken") : s.Text + " mapped"));
        if (then is not null)
        {
            into.Then(then);
        }

        var spec = into.Build() with { Sinks = [new("out", Spec<DeltaSink>(new DeltaSinkOptions { Path = into.Table }))] };
        await RunAsync(spec, epochs);
        return spec;
    }

    private static async Task RunAsync(TopologySpec spec, long? epochs)
    {
        await using var plan = await Planner.PlanAsync(spec);
        Assert.Null((await Run.ExecuteAsync(plan, new() { MaxEpochs = epochs }, default)).Error);
    }

    // Of the sample, whatever the split that it came in.
    private static int NumberOf(Sample sample) => int.Parse(sample.Id[2..], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<RetryReport> RetryAsync(TopologySpec spec, RunOptions? options = null) => Retry.ExecuteAsync(spec, [], options ?? new(), default, 2).WaitAsync(TimeSpan.FromMinutes(1));

    private static async Task<long> LettersAsync(TopologySpec spec) => (await RowsAsync(spec, spec.DeadLettersPath)).Count;

    private static object?[] Before(Sample row) => (object?[])row.Meta["lineage_before"]!;

    private static async Task<List<Sample>> RowsAsync(TopologySpec spec, string? folder = null)
    {
        folder ??= Path.Combine(spec.BaseFolder, "out");
        var rows = new List<Sample>();
        var snapshot = await new DeltaLog(new LocalStore(folder), new ParquetCheckpointFormat()).ReadAsync(default);
        foreach (var file in snapshot!.Files)
        {
            await using var source = Streaming.Operators.OperatorCatalog.Default.OpenSource("parquet", new() { ["path"] = Path.Combine(folder, file.Path), ["columns"] = new JsonObject { ["lineage_before"] = "lineage" } }, folder);
            _ = await source.DescribeAsync(new() { Name = "rows", BaseFolder = folder, Run = "", Memory = new MemoryBudget(64 << 20).OpenAccount() }, default);
            await foreach (var batch in source.ReadAsync(SplitPositions.Empty, default))
            {
                rows.AddRange(batch.Batch.Samples);
            }
        }

        return rows;
    }
}
