using Streaming.Operators;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>A run inside the test, so that what it says of itself can be seen while it goes.</summary>
internal sealed class LiveRun : IAsyncDisposable, IProgress<RunSnapshot>
{
    private readonly CancellationTokenSource _drain = new();
    private readonly Task<RunReport> _run;
    private volatile RunSnapshot? _latest;

    private LiveRun(TopologySpec spec, bool stopAtEnd) => _run = Task.Run(async () =>
    {
        await using var plan = await Planner.PlanAsync(spec, new() { Threads = 2 }, CancellationToken.None);
        return await Run.ExecuteAsync(plan, new() { StopAtEnd = stopAtEnd, Progress = this }, _drain.Token);
    });

    /// <summary>What it said last.</summary>
    public SourceStatus? Source => _latest?.Sources is [var source, ..] ? source : null;

    /// <summary>Samples that came out.</summary>
    public long Samples => _latest?.Samples.Out ?? 0;

    /// <summary>Samples that are in the table: 0 while any that was taken in is not, as an epoch that is abandoned counts until its graph has ended.</summary>
    public long Committed => _latest is { EpochAge: null } latest ? latest.Samples.Out : 0;

    public static LiveRun Start(TopologySpec spec, bool stopAtEnd = false) => new(spec, stopAtEnd);

    /// <summary>Starts a topology file.</summary>
    public static LiveRun Start(string topology, bool stopAtEnd = false)
    {
        var reading = new TopologyReader(OperatorCatalog.Default).ReadFile(topology);
        Assert.All(reading.Problems, p => Assert.True(p.IsWarning, p.Message));
        return new(reading.Spec!, stopAtEnd);
    }

    public void Report(RunSnapshot value) => _latest = value;

    /// <summary>Waits until something is so, or the run ends before.</summary>
    public async Task UntilAsync(Func<bool> isSo, string what) =>
        await PageTable.UntilAsync(
            () => isSo() || (_run.IsCompleted ? throw new InvalidOperationException($"The run ended before {what}: {_run.Result.Error?.Message}") : false),
            () => $"{what}; {_latest?.Samples}, {Source}");

    /// <summary>Waits for its end.</summary>
    public Task<RunReport> EndAsync() => _run.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Asks it to end, and waits for it.</summary>
    public Task<RunReport> DrainAsync()
    {
        _drain.Cancel();
        return EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _drain.CancelAsync();
        await Task.WhenAny(_run, Task.Delay(TimeSpan.FromMinutes(1)));
        _drain.Dispose();
    }
}
