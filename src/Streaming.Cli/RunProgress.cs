using Spectre.Console;
using Streaming.Telemetry;

namespace Streaming.Cli;

/// <summary>Shows how a run goes on standard error: a picture that redraws itself for who watches, a line now and then for a file.</summary>
internal static class RunProgress
{
    /// <summary>Runs <paramref name="run"/> and shows the snapshots that it reports.</summary>
    public static async Task<T> FollowAsync<T>(Terminal terminal, Settings settings, Func<IProgress<RunSnapshot>, Task<T>> run)
    {
        if (!settings.ShowsProgress)
        {
            return await run(new Reports(_ => { }));
        }

        var pace = new RunPace();
        if (!terminal.IsErrorLive)
        {
            return await run(new Reports(new PlainLines(terminal.Error, pace).Report));
        }

        return await terminal.ErrorConsole.Live(new Text("starting…")).AutoClear(true).StartAsync(live => run(new Reports(snapshot =>
        {
            pace.Observe(snapshot);
            live.UpdateTarget(LiveView.Of(snapshot, pace));
        })));
    }

    /// <summary>The samples that came to each operator, and what became of them.</summary>
    public static Table Funnel(RunSnapshot snapshot)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("operator").NoWrap());
        foreach (var title in new[] { "in", "out", "kept", "rejected", "dead letters", "busy" })
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var counts in snapshot.Operators)
        {
            table.AddRow(
                new Text(counts.Name),
                new Text(Figures.Count(counts.In)),
                new Text(Figures.Count(counts.Out)),
                new Text(Figures.Share(counts.Out, counts.In)),
                new Text(Figures.Count(counts.Rejected)),
                new Text(Figures.Count(counts.DeadLettered)),
                new Text(Figures.Duration(TimeSpan.FromMilliseconds(counts.BusyMilliseconds))));
        }

        return table;
    }

    /// <summary>The state of a run in one line.</summary>
    public static string Line(RunSnapshot snapshot, RunPace pace) => string.Join("  ", ((string[])
    [
        Figures.Duration(snapshot.Elapsed),
        $"{Figures.Count(snapshot.AlreadyRead + snapshot.Samples.In)}{(snapshot.TotalSamples is { } total ? $"/{Figures.Count(total)}" : "")} samples",
        pace.Done is { } done ? $"({Figures.Percent(done)})" : "",
        $"{Figures.Count((long)pace.SamplesPerSecond)}/s",
        $"{Figures.Bytes((long)pace.BytesPerSecond)}/s",
        pace.Left is { } left ? $"ETA {Figures.Duration(left)}" : "",
        $"out {Figures.Count(snapshot.Samples.Out)} ({Figures.Count((long)pace.OutPerSecond)}/s)",
        snapshot.Shards > 0 ? $"shards {Figures.Count(snapshot.Shards)} ({Figures.Bytes(snapshot.BytesOut)})" : "",
        $"rejected {Figures.Count(snapshot.Samples.Rejected)}",
        $"dead letters {Figures.Count(snapshot.Samples.DeadLettered)}",
        $"epochs {Figures.Count(snapshot.Epochs)}",
        snapshot.EpochAge is { } age ? $"open {Figures.Duration(age)}" : "",
        snapshot.Epochs > 0 ? $"commit {Figures.Number(Math.Round(snapshot.Commits.Last.TotalMilliseconds, 1))} ms" : "",
        .. snapshot.Sources.Select(Source),
        snapshot.Compaction is { Parts: > 0 } merged ? $"merged {Figures.Count(merged.Parts)} files" : "",
        snapshot.Compaction?.Failure is { } failure ? $"compaction failed: {failure}" : "",
        $"memory {Figures.Bytes(snapshot.Budget.Used)} of {Figures.Bytes(snapshot.Budget.Limit)}",
        snapshot.Budget.InFlight > 0 ? $"in flight {Figures.Bytes(snapshot.Budget.InFlight)}" : "",
    ]).Where(part => part.Length > 0));

    private static string Source(SourceStatus source) => string.Join(' ', ((string[])
    [
        source.Name,
        source.Lag.Count > 0 ? $"lag {Figures.Count(source.Lag.Values.Sum())}" : "",
        source.Rebalances > 0 ? $"rebalances {Figures.Count(source.Rebalances)}" : "",
        source.Paused > TimeSpan.Zero ? $"paused {Figures.Duration(source.Paused)}" : "",
    ]).Where(part => part.Length > 0));

    // System.Progress would hand snapshots to the thread pool, where a later one may overtake.
    private sealed class Reports(Action<RunSnapshot> show) : IProgress<RunSnapshot>
    {
        public void Report(RunSnapshot value) => show(value);
    }

    private sealed class PlainLines(TextWriter error, RunPace pace)
    {
        private static readonly TimeSpan _every = TimeSpan.FromSeconds(10);

        private TimeSpan _next = TimeSpan.FromSeconds(2);

        public void Report(RunSnapshot snapshot)
        {
            pace.Observe(snapshot);
            if (snapshot.Elapsed >= _next)
            {
                _next = snapshot.Elapsed + _every;
                Tell(snapshot);
            }
        }

        private void Tell(RunSnapshot snapshot)
        {
            var line = Line(snapshot, pace);
            if (error is JsonLog log)
            {
                log.Tell("info", line, "run", RunJson.OfFigures(snapshot));
            }
            else
            {
                error.WriteLine(line);
            }
        }
    }
}
