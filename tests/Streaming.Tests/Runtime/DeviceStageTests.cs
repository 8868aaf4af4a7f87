using System.Collections.Concurrent;
using Streaming.Operators;
using Streaming.Telemetry;
using Streaming.Testing;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

/// <summary>Operators with a device: which calls are made of which samples, and in which order they leave.</summary>
public sealed class DeviceStageTests
{
    private static readonly DeviceLimits _limits = new() { MaxItems = 4, WindowItems = 16 };
    private readonly ConcurrentQueue<IReadOnlyList<string>> _calls = new();

    [Fact]
    public async Task Samples_leave_in_the_order_in_which_they_came_whatever_the_order_of_calls()
    {
        using var topology = new TestTopology().From("in", Lengths(300) with { BatchSamples = 7 }).Then(Device(_limits with { Lanes = 3 }, async (_, lane, abort) => await Task.Delay(lane, abort)));
        var report = await topology.RunAsync();
        Assert.Equal(RunStatus.Completed, report.Status);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"a:{i}"), await topology.IdsAsync());
        Assert.Equal(300, _calls.Sum(c => c.Count));
    }

    [Fact]
    public async Task A_window_reaches_across_batches_and_is_sorted_so_that_little_is_filled_up()
    {
        using var topology = new TestTopology().From("in", Lengths(64) with { BatchSamples = 2 }).Then(Device(_limits));
        var report = await topology.RunAsync();
        Assert.Equal(16, _calls.Count);
        Assert.All(_calls, c => Assert.Equal(4, c.Count));
        var device = report.Totals.Operators.Single().Device!;
        Assert.Equal((16, 64, 4.0), (device.Calls, device.Items, device.BatchSize));
        var naive = Enumerable.Range(0, 16).Sum(i => 4 * Enumerable.Range(4 * i, 4).Max(LengthOf));
        Assert.Equal(Enumerable.Range(0, 64).Sum(LengthOf), device.Cost);
        Assert.True(device.PaddedCost < naive, $"{device.PaddedCost} of {naive}");
    }

    [Fact]
    public async Task A_call_costs_no_more_than_the_limit_and_what_costs_more_goes_alone()
    {
        using var topology = new TestTopology().From("in", Lengths(64)).Then(Device(_limits with { MaxItems = 16, MaxCost = 40 }));
        await topology.RunAsync();
        Assert.All(_calls, c => Assert.True(c.Count == 1 || c.Max(t => t.Length) * c.Count <= 40));
        Assert.Contains(_calls, c => c.Count == 1 && c[0].Length > 20);
        Assert.Contains(_calls, c => c.Count > 2);
    }

    [Fact]
    public async Task The_same_input_makes_the_same_calls_with_any_number_of_threads()
    {
        var seen = new List<string>();
        foreach (var threads in (int[])[1, 4])
        {
            _calls.Clear();
            using var topology = new TestTopology { Epoch = new(Samples: 50) }.From("in", Lengths(200)).Then(Device(_limits));
            await topology.RunAsync(threads: threads);
            seen.Add(string.Join('|', _calls.Select(c => string.Join(',', c))));
        }

        Assert.Equal(seen[0], seen[1]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    public async Task A_window_that_is_never_full_does_not_hold_up_the_line_that_comes_together_with_it(int threads, int batch)
    {
        // The merge waits for the first batch of one source, which lies in an open window, while the other source has far more than fits between the two.
        var limits = _limits with { MaxItems = 10_000, WindowItems = 1_000_000 };
        using var topology = new TestTopology().From("scored", Lengths(300) with { BatchSamples = batch }, Device(limits)).From("plain", Lengths(9_000) with { BatchSamples = batch });
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync(threads: threads)).Status);
        Assert.Equal(9_300, (await topology.IdsAsync()).Count);

        // Both turn by turn, 64 records each: all 300 come before the first mark.
        Assert.Equal([300], _calls.Select(c => c.Count));
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(4, 64)]
    public async Task A_window_in_one_branch_does_not_hold_up_the_other_and_is_closed_at_the_same_records_in_each_run(int threads, int batch)
    {
        var limits = _limits with { MaxItems = 10_000, WindowItems = 1_000_000 };
        var route = new RouteStep([new("rare", new("every 20th", s => s.Lineage.Position % 20 == 0), [Device(limits)], null), new("rest", null, [], null)], new(1, 1));
        using var topology = new TestTopology().From("in", Lengths(20_000) with { BatchSamples = batch }).Then(route);
        Assert.Equal(RunStatus.Completed, (await topology.RunAsync(threads: threads)).Status);
        Assert.Equal(20_000, (await topology.IdsAsync()).Count);
        Assert.Equal(Enumerable.Range(0, 20_000).Where(i => i % 20 == 0).GroupBy(i => i / 4096).Select(g => g.Count()), _calls.Select(c => c.Count));
    }

    [Fact]
    public async Task No_call_has_samples_of_two_epochs()
    {
        using var topology = new TestTopology { Epoch = new(Samples: 10) }.From("in", Lengths(40) with { BatchSamples = 5 }).Then(Device(_limits with { MaxItems = 16 }));
        Assert.Equal(4, (await topology.RunAsync()).Totals.Epochs);
        Assert.All(_calls, c => Assert.Single(c.Select(t => int.Parse(t.Split(' ')[0]) / 10).Distinct()));
    }

    [Fact]
    public async Task What_is_known_already_does_not_go_to_the_device()
    {
        var step = Step<LambdaDevice>(Act(_limits, (_, _, _) => default) with { Needs = s => s.Lineage.Position % 2 == 0 });
        using var topology = new TestTopology().From("in", Lengths(20)).Then(step);
        await topology.RunAsync();
        Assert.Equal(10, _calls.Sum(c => c.Count));
        Assert.Equal(20, (await topology.IdsAsync()).Count);
    }

    [Fact]
    public async Task A_call_that_does_not_fit_is_halved_until_it_does_and_no_later_one_is_larger()
    {
        using var topology = new TestTopology().From("in", Lengths(160)).Then(Device(
            _limits with { MaxItems = 16 }, (texts, _, _) => texts.Count > 5 ? throw new DeviceFullException("full") : default));
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Completed, 160L, 160L), (report.Status, report.Totals.Samples.Out, report.Totals.Operators.Single().Device!.Items));
        Assert.True(_calls.Count(c => c.Count > 5) < 10, "A call that is known not to fit is not tried again and again.");
    }

    [Fact]
    public async Task A_sample_that_does_not_fit_alone_is_buried()
    {
        using var topology = new TestTopology().From("in", Lengths(20)).Then(Device(
            _limits, (texts, _, _) => texts.Any(t => t.StartsWith("7 ", StringComparison.Ordinal)) ? throw new DeviceFullException("full") : default));
        var report = await topology.RunAsync();
        Assert.Equal((RunStatus.Completed, 19L, 1L), (report.Status, report.Totals.Samples.Out, report.Totals.Samples.DeadLettered));
    }

    [Fact]
    public async Task A_device_that_fails_stops_the_run_and_is_named()
    {
        using var topology = new TestTopology().From("in", Lengths(5_000)).Then(Device(_limits with { Lanes = 2 }, (_, _, _) => _calls.Count > 20 ? throw new InvalidOperationException("gone") : default));
        var error = (await topology.RunAsync()).Error!;
        Assert.Equal(("operator_fault", "test_device"), (error.Code, error.Operator));
    }

    [Fact]
    public async Task A_call_that_takes_for_ever_ends_with_the_run()
    {
        using var topology = new TestTopology().From("in", Lengths(100)).Then(
            OnBatch(b => b.Samples.Any(s => s.Lineage.Position >= 80) ? throw new InvalidOperationException("broken") : default),
            Device(_limits, async (_, _, abort) => await Task.Delay(Timeout.Infinite, abort)));
        Assert.Equal("test_batches", (await topology.RunAsync()).Error!.Operator);
    }

    [Fact]
    public async Task On_a_source_that_never_ends_a_sample_waits_no_longer_than_the_linger()
    {
        var feed = new LiveFeed();
        using var drain = new CancellationTokenSource();
        using var topology = new TestTopology { Epoch = new(Every: TimeSpan.FromMilliseconds(50)) }
            .FromLive("in", feed).Then(Device(_limits with { WindowItems = 1_000, LingerMs = 20 }));
        var run = topology.RunAsync(drain: drain.Token);
        feed.Push("a", 3);
        while (_calls.IsEmpty)
        {
            await Task.Delay(5);
        }

        await drain.CancelAsync();
        Assert.Equal((RunStatus.Interrupted, 3L), ((await run).Status, (await run).Totals.Samples.Out));
    }

    // One batch is larger than what the open window leaves of the budget, and the window is not full: without a look at who waits both would wait for each other.
    [Fact]
    public async Task An_open_window_gives_way_when_sources_wait_for_the_memory_that_it_holds()
    {
        var texts = new[] { new string('a', 60_000), new string('b', 60_000), new string('c', 300_000) };
        using var topology = new TestTopology { Memory = new(1 << 20) }.From("in", new([new("a", texts)]) { BatchSamples = 1 }).Then(Device(_limits));
        Assert.Equal((RunStatus.Completed, 3L), (await topology.RunAsync() is var report ? report.Status : default, report.Totals.Samples.Out));
    }

    private static int LengthOf(int i) => TextOf(i).Length;

    private static string TextOf(int i) => $"{i} {new string('x', i * 37 % 30)}";

    private static ListSourceOptions Lengths(int samples) => new([new("a", [.. Enumerable.Range(0, samples).Select(TextOf)])]);

    private OperatorStep Device(DeviceLimits limits, Func<IReadOnlyList<string>, int, CancellationToken, ValueTask>? call = null) =>
        Step<LambdaDevice>(Act(limits, call ?? ((_, _, _) => default)));

    private DeviceAct Act(DeviceLimits limits, Func<IReadOnlyList<string>, int, CancellationToken, ValueTask> call) => new(limits, (texts, lane, abort) =>
    {
        _calls.Enqueue(texts);
        return call(texts, lane, abort);
    });
}
