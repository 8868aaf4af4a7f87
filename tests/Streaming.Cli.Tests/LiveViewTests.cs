using Streaming.Telemetry;

namespace Streaming.Cli.Tests;

/// <summary>What a run shows to who watches it.</summary>
public sealed class LiveViewTests
{
    [Fact]
    public void Rates_shards_epochs_memory_and_the_funnel_are_shown()
    {
        var view = Show(RunPaceTests.Snapshot(10, 1000));
        Assert.Equal(
            [
                "read      1,000 samples, 100/s, 9.8 KiB/s",
                "written   900 samples, 90/s, 5 shards of 48.8 KiB, 4.9 KiB/s",
                "left out  90 rejected, 10 dead letters",
                "epochs    2 committed, none open, commit 12.5 ms, longest 40 ms",
                "memory    1.0 MiB of 4.0 MiB, 1.0 MiB in flight",
                "pages     7 behind in 1 partitions, 2 rebalances, paused 1.5s",
                "time      10.0s",
            ],
            view.Take(7));
        Assert.Contains(view, l => l.Contains("pages-0", StringComparison.Ordinal) && l.EndsWith('7'));
        Assert.Contains(view, l => l.Contains("text_length_filter", StringComparison.Ordinal) && l.Contains("900", StringComparison.Ordinal));
    }

    [Fact]
    public void An_open_epoch_tells_its_age_and_a_known_end_how_far_it_is()
    {
        var view = Show(RunPaceTests.Snapshot(10, 1000, total: 4000) with { EpochAge = TimeSpan.FromSeconds(3) });
        Assert.Contains(view, l => l.EndsWith("1,000 of 4,000 samples, 100/s, 9.8 KiB/s, 25 % done, 30.0s left", StringComparison.Ordinal));
        Assert.Contains(view, l => l.Contains("2 committed, open for 3.0s", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_partitions_those_farthest_behind_are_shown_and_the_others_summed_up()
    {
        var lag = Enumerable.Range(0, 100).ToDictionary(i => $"pages/{i:00}", i => (long)i);
        var view = Show(RunPaceTests.Snapshot(10, 1000) with { Sources = [new("web", lag, 0, TimeSpan.Zero) { Counts = new Dictionary<string, long> { ["lost_records"] = 3 } }] });
        Assert.Equal(LiveView.MostSplits, view.Count(l => l.Contains("pages/", StringComparison.Ordinal)));
        Assert.Contains(view, l => l.Contains("pages/99", StringComparison.Ordinal));
        Assert.Contains(view, l => l.Contains("88 more", StringComparison.Ordinal) && l.Contains("3,828", StringComparison.Ordinal));
        Assert.Contains(view, l => l.StartsWith("web", StringComparison.Ordinal) && l.EndsWith("0 rebalances, paused 0.0s, 3 lost records", StringComparison.Ordinal));
    }

    private static List<string> Show(RunSnapshot snapshot)
    {
        var pace = new RunPace();
        pace.Observe(snapshot);
        using var text = new StringWriter();
        new Terminal(text, text).OutConsole.Write(LiveView.Of(snapshot, pace));
        return [.. text.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
    }
}
