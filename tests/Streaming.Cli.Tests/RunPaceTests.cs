using Streaming.Telemetry;

namespace Streaming.Cli.Tests;

public sealed class RunPaceTests
{
    [Fact]
    public void The_rate_is_that_of_the_last_snapshots()
    {
        var pace = new RunPace();
        pace.Observe(Snapshot(10, 1000));
        pace.Observe(Snapshot(12, 3000));
        Assert.Equal(1000, pace.SamplesPerSecond);
    }

    [Fact]
    public void What_was_read_before_counts_as_done_but_not_for_the_rate()
    {
        var pace = new RunPace();
        pace.Observe(Snapshot(10, 1000, total: 4000, before: 1000));
        Assert.Equal((0.5, 100, TimeSpan.FromSeconds(20)), (pace.Done, pace.SamplesPerSecond, pace.Left));
    }

    [Fact]
    public void Without_a_known_end_nothing_is_promised()
    {
        var pace = new RunPace();
        pace.Observe(Snapshot(10, 1000));
        Assert.Null(pace.Done);
        Assert.Null(pace.Left);
    }

    [Fact]
    public void A_run_that_stands_still_has_no_end_in_sight()
    {
        var pace = new RunPace();
        pace.Observe(Snapshot(0, 0, total: 10));
        Assert.Null(pace.Left);
    }

    [Fact]
    public void The_line_of_progress_says_rate_end_and_memory()
    {
        var pace = new RunPace();
        var snapshot = Snapshot(10, 1000, total: 4000);
        pace.Observe(snapshot);
        Assert.Equal("10.0s  1,000/4,000 samples  (25 %)  100/s  9.8 KiB/s  ETA 30.0s  out 900 (90/s)  shards 5 (48.8 KiB)  rejected 90  dead letters 10  epochs 2  commit 12.5 ms  pages lag 7 rebalances 2 paused 1.5s  memory 1.0 MiB of 4.0 MiB  in flight 1.0 MiB", RunProgress.Line(snapshot, pace));
    }

    internal static RunSnapshot Snapshot(double seconds, long samples, long? total = null, long before = 0) => new()
    {
        Elapsed = TimeSpan.FromSeconds(seconds),
        Samples = new(samples, samples * 9 / 10, samples * 9 / 100, samples / 100, 0, 0),
        BytesIn = samples * 100,
        BytesOut = samples * 50,
        Shards = 5,
        TotalSamples = total,
        AlreadyRead = before,
        Operators = [new("text_length_filter", 0, samples, samples * 9 / 10, samples * 9 / 100, samples / 100, 1234)],
        Epochs = 2,
        Version = 3,
        Budget = new(1 << 20, 2 << 20, 4 << 20, 1 << 20),
        Commits = new(TimeSpan.FromMilliseconds(12.5), TimeSpan.FromMilliseconds(40)),
        Sources = [new("pages", new Dictionary<string, long> { ["pages-0"] = 7 }, 2, TimeSpan.FromSeconds(1.5))],
        Tokens = new(4096, 0.9996, 1),
    };
}
