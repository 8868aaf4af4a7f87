using Streaming.Cli.Serving;
using Streaming.Feed;
using Streaming.Feed.Runs;
using Streaming.Runtime;
using Streaming.Telemetry;

namespace Streaming.Cli.Tests;

/// <summary>A run that is looked at from elsewhere.</summary>
public sealed class TopVerbTests
{
    [Fact]
    public async Task A_run_is_shown_as_its_own_terminal_shows_it()
    {
        await using var served = await ServedAsync();
        var shown = await CommandLine.RunAsync("top", served.Server.Http.AbsoluteUri, "--once");
        Assert.Equal(0, shown.Code);
        Assert.StartsWith("test: running", shown.Out, StringComparison.Ordinal);
        Assert.Contains("2 committed, none open", shown.Out, StringComparison.Ordinal);
        Assert.Matches("test_filter +200 +100 +50 %", shown.Out);

        var json = await CommandLine.RunAsync("top", served.Server.Http.AbsoluteUri, "--json");
        Assert.Equal((0, 200), (json.Code, (int)json.Json["samples"]!["in"]!));
    }

    [Fact]
    public async Task Who_has_no_token_is_told_so_and_who_does_not_answer_too()
    {
        await using var served = await ServedAsync("secret");
        var refused = await CommandLine.RunAsync("top", served.Server.Http.AbsoluteUri, "--once");
        Assert.Equal(2, refused.Code);
        Assert.Contains("STREAMING_AUTH_TOKEN has to hold it", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("top", "http://127.0.0.1:9", "--once")).Code);
        Assert.Equal(2, (await CommandLine.RunAsync("top", "nowhere", "--once")).Code);
    }

    [Fact]
    public void What_a_run_tells_is_read_as_it_was_written()
    {
        var snapshot = RunPaceTests.Snapshot(10, 1000, total: 4000) with { EpochAge = TimeSpan.FromSeconds(3) };
        var read = ToldRun.Read(System.Text.Json.Nodes.JsonNode.Parse(RunJson.Of("running", "p", "r", "t", snapshot).ToJsonString())!.AsObject());
        Assert.Equal(
            (snapshot.Elapsed, snapshot.Samples, snapshot.BytesIn, snapshot.BytesOut, snapshot.Shards, snapshot.Epochs, snapshot.EpochAge, snapshot.Commits),
            (read.Elapsed, read.Samples, read.BytesIn, read.BytesOut, read.Shards, read.Epochs, read.EpochAge, read.Commits));
        Assert.Equal(snapshot.Operators.Select(o => o with { Device = null, Generations = null }), read.Operators);
        Assert.Equal(snapshot.Sources.SelectMany(s => s.Lag), read.Sources.SelectMany(s => s.Lag));
        Assert.Equal("\uFFFD[2J", ToldRun.Word("\u001b[2J"));
    }

    private static async Task<Served> ServedAsync(string? token = null)
    {
        var topology = new TestTopology { Epoch = new(Samples: 100) };
        topology.From("x", ListSourceOptions.Numbered(1_000)).Then(TestTopology.Keep(s => s.Lineage.Position % 2 == 0));
        var plan = await Planner.PlanAsync(topology.Build());
        var live = new LiveRun(plan, TimeProvider.System);
        var server = await FeedServer.StartAsync(new() { Awaited = ["t=" + topology.Table], HttpPort = 0, FlightPort = 0, AuthToken = token }, TimeProvider.System, default, live);
        _ = await Run.ExecuteAsync(plan, new() { MaxEpochs = 2, Progress = live }, default);
        return new(topology, plan, server);
    }

    private sealed record Served(TestTopology Topology, Plan Plan, FeedServer Server) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Plan.DisposeAsync();
            Topology.Dispose();
        }
    }
}
