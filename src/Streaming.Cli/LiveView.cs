using Spectre.Console;
using Spectre.Console.Rendering;
using Streaming.Telemetry;

namespace Streaming.Cli;

/// <summary>What a run shows to who watches it on a terminal: how fast samples come and go, how shards grow, how far behind each partition is, and the funnel.</summary>
internal static class LiveView
{
    /// <summary>So many partitions are shown, those that are farthest behind; a topic may have thousands.</summary>
    public const int MostSplits = 12;

    public static Rows Of(RunSnapshot snapshot, RunPace pace)
    {
        var parts = new List<IRenderable> { Summary(snapshot, pace) };
        if (pace.Done is { } done)
        {
            parts.Add(new BreakdownChart().Width(60).HideTags().AddItem("done", done, Color.Green).AddItem("left", 1 - done, Color.Grey23));
        }

        if (snapshot.Sources.Any(s => s.Lag.Count > 0))
        {
            parts.Add(Splits(snapshot.Sources));
        }

        parts.Add(RunProgress.Funnel(snapshot));
        return new(parts);
    }

    private static Grid Summary(RunSnapshot snapshot, RunPace pace)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn());
        var (samples, commits, budget) = (snapshot.Samples, snapshot.Commits, snapshot.Budget);
        Add("read", $"{Figures.Count(snapshot.AlreadyRead + samples.In)}{(snapshot.TotalSamples is { } total ? $" of {Figures.Count(total)}" : "")} samples, {Figures.Count((long)pace.SamplesPerSecond)}/s, {Figures.Bytes((long)pace.BytesPerSecond)}/s",
            pace.Done is { } done ? $"{Figures.Percent(done)} done" : "", pace.Left is { } left ? $"{Figures.Duration(left)} left" : "");
        Add("written", $"{Figures.Count(samples.Out)} samples, {Figures.Count((long)pace.OutPerSecond)}/s", $"{Figures.Count(snapshot.Shards)} shards of {Figures.Bytes(snapshot.BytesOut)}, {Figures.Bytes((long)pace.BytesOutPerSecond)}/s");
        Add("left out", $"{Figures.Count(samples.Rejected)} rejected, {Figures.Count(samples.DeadLettered)} dead letters");
        Add("epochs", $"{Figures.Count(snapshot.Epochs)} committed", snapshot.EpochAge is { } age ? $"open for {Figures.Duration(age)}" : "none open",
            snapshot.Epochs > 0 ? $"commit {Milliseconds(commits.Last)}, longest {Milliseconds(commits.Longest)}" : "");
        Add("memory", $"{Figures.Bytes(budget.Used)} of {Figures.Bytes(budget.Limit)}", $"{Figures.Bytes(budget.InFlight)} in flight");
        Add("merged", snapshot.Compaction is { Parts: > 0 } merged ? $"{Figures.Count(merged.Parts)} small files into {Figures.Count(merged.Merged)}" : "", snapshot.Compaction?.Failure is { } failure ? $"failed: {failure}" : "");
        foreach (var source in snapshot.Sources)
        {
            Add(source.Name, source.Lag.Count > 0 ? $"{Figures.Count(source.Lag.Values.Sum())} behind in {Figures.Count(source.Lag.Count)} partitions" : "", $"{Figures.Count(source.Rebalances)} rebalances", $"paused {Figures.Duration(source.Paused)}",
                string.Join(", ", source.Counts.Where(c => c.Value > 0).Select(c => $"{Figures.Count(c.Value)} {c.Key.Replace('_', ' ')}")));
        }

        return grid.AddRow(new Text("time"), new Text(Figures.Duration(snapshot.Elapsed)));

        void Add(string name, params string[] what)
        {
            if (string.Join(", ", what.Where(w => w.Length > 0)) is { Length: > 0 } text)
            {
                grid.AddRow(new Text(name), new Text(text));
            }
        }
    }

    private static Table Splits(IReadOnlyList<SourceStatus> sources)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("partition").NoWrap()).AddColumn(new TableColumn("behind").RightAligned());
        var splits = sources.SelectMany(s => s.Lag).OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal).ToList();
        foreach (var (split, lag) in splits.Take(MostSplits).OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            table.AddRow(new Text(split), new Text(Figures.Count(lag)));
        }

        if (splits.Count > MostSplits)
        {
            table.AddRow(new Text($"{Figures.Count(splits.Count - MostSplits)} more"), new Text(Figures.Count(splits.Skip(MostSplits).Sum(l => l.Value))));
        }

        return table;
    }

    private static string Milliseconds(TimeSpan time) => $"{Figures.Number(Math.Round(time.TotalMilliseconds, 1))} ms";
}
