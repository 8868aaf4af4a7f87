using Streaming.Telemetry;
using Streaming.Testing;
using static Streaming.Testing.TestTopology;

namespace Streaming.Tests.Runtime;

/// <summary>Workers that share the splits of one source and commit to one table: whoever holds what and whatever they believe, every sample is there, and none twice.</summary>
public sealed class SharedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-shared-").FullName;
    private readonly CancellationTokenSource _drain = new();
    private readonly SharedFeed _feed = new();

    public void Dispose()
    {
        _drain.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Splits_change_hands_between_two_runs()
    {
        var (first, second) = (new SharedHand(_feed), new SharedHand(_feed));
        var runs = new[] { Run(first), Run(second) };
        await first.DealAsync("a", "b");
        await second.DealAsync();
        for (var round = 1; round <= 4; round++)
        {
            // What is in flight when the hands change is finished and committed first.
            _feed.Push("a", 50);
            _feed.Push("b", 50);
            var (left, right) = round % 2 == 1 ? ("a", "b") : ("b", "a");
            await first.DealAsync();
            await second.DealAsync(right);
            await first.DealAsync(left);
        }

        await WaitForAsync(400);
        await FinishAsync(runs, ("a", 200), ("b", 200));
    }

    [Fact]
    public async Task A_hand_that_is_lost_without_notice_leaves_its_open_epoch_to_the_next_holder()
    {
        var (reached, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (frozen, next) = (new SharedHand(_feed), new SharedHand(_feed));
        var loser = Run(frozen, OnBatch(async batch =>
        {
            if (batch.Samples.Any(s => s.Lineage.Position == 500))
            {
                reached.TrySetResult();
                await open.Task;
            }
        }));
        var winner = Run(next);
        await frozen.DealAsync("a");
        _feed.Push("a", 1_000);
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var losing = frozen.LoseAsync();
        open.SetResult();
        await losing;
        var visible = (await IdsAsync()).Count;
        Assert.InRange(visible, 0, 500);
        await next.DealAsync("a");
        await WaitForAsync(1_000);
        var reports = await FinishAsync([loser, winner], ("a", 1_000));
        Assert.Equal([visible, 1_000 - visible], reports.Select(r => (int)r.Totals.Samples.In));
    }

    [Fact]
    public async Task Of_two_workers_that_both_believe_to_hold_a_split_one_is_fenced_and_nothing_is_there_twice()
    {
        var (one, other) = (new SharedHand(_feed), new SharedHand(_feed));
        var runs = new[] { Run(one), Run(other) };
        await one.DealAsync("a");
        await other.DealAsync("a");
        await UntilAsync(() => one.Readings == 1 && other.Readings == 1);
        _feed.Push("a", 200);
        await WaitForAsync(200);
        await UntilAsync(() => one.Readings + other.Readings > 2);
        await FinishAsync(runs, ("a", 200));
    }

    private async Task<RunReport> Run(SharedHand hand, params Streaming.Topologies.StepSpec[] steps)
    {
        using var topology = new TestTopology(_folder) { Epoch = new(Every: TimeSpan.FromMilliseconds(50), Samples: 10) }.FromShared("in", hand).Then(steps);
        return await topology.RunAsync(drain: _drain.Token);
    }

    private async Task<IReadOnlyList<string>> IdsAsync()
    {
        using var topology = new TestTopology(_folder);
        return await topology.IdsAsync();
    }

    private async Task WaitForAsync(int samples)
    {
        for (var patience = 1_200; (await IdsAsync()).Count < samples; patience--)
        {
            Assert.True(patience > 0, $"{(await IdsAsync()).Count} of {samples} samples are there.");
            await Task.Delay(50);
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var patience = 1_200; !isSo(); patience--)
        {
            Assert.True(patience > 0, "It did not come to pass.");
            await Task.Delay(50);
        }
    }

    private async Task<RunReport[]> FinishAsync(Task<RunReport>[] runs, params (string Split, int Count)[] splits)
    {
        await _drain.CancelAsync();
        var reports = await Task.WhenAll(runs);
        Assert.All(reports, r => Assert.True(r is { Status: RunStatus.Interrupted, Error: null }, $"{r.Status}: {r.Error?.Message}"));
        Assert.Equal(splits.SelectMany(s => Enumerable.Range(0, s.Count).Select(i => $"{s.Split}:{i}")).Order(), (await IdsAsync()).Order());
        return reports;
    }
}
