using Streaming.Feed;
using Streaming.Feed.Runs;
using Streaming.Runtime;
using Streaming.Telemetry;

namespace Streaming.Cli.Serving;

/// <summary>A run that is served while it goes on, where its topology has <c>feed</c>.</summary>
internal sealed class ServedRun : IAsyncDisposable
{
    private readonly LiveRun _live;
    private readonly FeedServer _server;

    private ServedRun(LiveRun live, FeedServer server) => (_live, _server) = (live, server);

    /// <summary>Starts to serve, and says where. Null where the topology does not ask for it.</summary>
    public static async Task<ServedRun?> StartAsync(Plan plan, Terminal terminal, Settings settings)
    {
        if (plan.Spec.Feed is not { } feed)
        {
            return null;
        }

        var live = new LiveRun(plan, TimeProvider.System);
        var options = new FeedOptions(feed) { Awaited = [$"{TableOf(plan)}={plan.PrimaryPath}"], AuthToken = Environment.GetEnvironmentVariable(FeedOptions.TokenVariable), LogsJson = settings.LogForm == LogForm.Json };
        var served = new ServedRun(live, await FeedServer.StartAsync(options, TimeProvider.System, CancellationToken.None, live));
        if (!settings.Quiet)
        {
            terminal.Error.WriteLine($"feed    {served._server.FlightAddress}  table {TableOf(plan)}");
            terminal.Error.WriteLine($"control {served._server.HttpAddress}");
        }

        return served;
    }

    /// <summary>Reports to the server and to somebody else.</summary>
    public IProgress<RunSnapshot> And(IProgress<RunSnapshot> other) => new Both(_live, other);

    /// <summary>The run's options, with what the topology says of trainers that are to keep up.</summary>
    public RunOptions Pace(RunOptions options, Plan plan) => plan.Spec.Feed!.Ahead is { } ahead
        ? options with { BeforeEpoch = (epoch, abort) => _server.ReachedAsync(TableOf(plan), epoch - ahead, abort) }
        : options;

    /// <summary>Notes the end of the run; where the topology says so, serving goes on until Ctrl-C.</summary>
    public async Task EndAsync(RunReport report, bool stays, CancellationToken drain)
    {
        _live.End(report);
        if (stays && report.Status == RunStatus.Completed)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string TableOf(Plan plan) => StorePlace.NameOf(plan.PrimaryPath);

    private sealed class Both(IProgress<RunSnapshot> first, IProgress<RunSnapshot> second) : IProgress<RunSnapshot>
    {
        public void Report(RunSnapshot value)
        {
            first.Report(value);
            second.Report(value);
        }
    }
}
