using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Streaming.Operators;
using Streaming.Runtime;
using static Streaming.Testing.TestTopology;

namespace Streaming.Feed.Tests.Control;

/// <summary>The dashboard for Grafana asks for nothing that a run does not have.</summary>
public sealed partial class GrafanaTests
{
    [Fact]
    public async Task Every_metric_of_the_dashboard_is_one_of_a_run_that_goes_on()
    {
        var feed = new LiveFeed { Gauges = new() { Lag = new Dictionary<Samples.SplitId, long> { [new("live", "a")] = 3 } } };
        using var topology = new TestTopology { Epoch = new(Samples: 10) };
        topology.FromLive("live", feed).Then(Step<LambdaDevice>(new DeviceAct(new DeviceLimits { MaxItems = 4, WindowItems = 8, LingerMs = 10 }, (_, _, _) => default)), Within(s => s.Lineage.Position % 10, 0, 5));
        await using var plan = await Planner.PlanAsync(topology.Build());
        var live = new Runs.LiveRun(plan, TimeProvider.System);
        await using var server = await FeedServer.StartAsync(new() { Awaited = ["graphed=" + topology.Table], HttpPort = 0, FlightPort = 0 }, TimeProvider.System, default, live);
        using var drain = new CancellationTokenSource();
        var run = Run.ExecuteAsync(plan, new() { Progress = live }, drain.Token);
        feed.Push("a", 25);
        using var client = new HttpClient { BaseAddress = server.Http };
        while (live.Newest is not { Epochs: >= 2 })
        {
            Assert.False(run.IsCompleted, run.IsCompleted ? (await run).Error?.Message : "");
            await Task.Delay(50);
        }

        _ = await client.GetAsync(new Uri("/v1/feed?table=graphed", UriKind.Relative));
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await drain.CancelAsync();
        _ = await run;

        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy/grafana/streaming.json")))!;
        var asked = dashboard["panels"]!.AsArray().SelectMany(p => p!["targets"]!.AsArray()).Select(t => (string)t!["expr"]!).Append((string)dashboard["templating"]!["list"]![1]!["query"]!)
            .SelectMany(e => Metric().Matches(e).Select(m => m.Value)).Distinct().ToList();
        Assert.InRange(asked.Count, 18, 100);
        Assert.DoesNotContain(asked, name => !Regex.IsMatch(metrics, $@"^{name}[{{ ]", RegexOptions.Multiline));
        Assert.Contains("pipeline=\"test\"", metrics, StringComparison.Ordinal);
    }

    [GeneratedRegex("streaming_[a-z_]+")]
    private static partial Regex Metric();
}
