using System.Net;
using System.Text.Json.Nodes;

namespace Streaming.Feed.Tests.Control;

/// <summary>How a run is seen over HTTP.</summary>
public sealed class ObservingTests
{
    [Fact]
    public async Task A_run_is_described_as_its_command_describes_it()
    {
        await using var served = await ServedTopology.StartAsync();
        Assert.Equal("starting", (string?)(await served.GetAsync("/v1/run")).Json["status"]);
        await served.RunAsync(2);

        var (_, run) = await served.GetAsync("/v1/run");
        Assert.Equal(("running", 200, 2), ((string?)run["status"], (int)run["samples"]!["in"]!, (int)run["epochs"]!));
        Assert.Equal("test_range", (string?)run["operators"]![0]!["name"]);
        Assert.Equal("plan", (string?)run["plan"]!["kind"]);
        Assert.Contains(run["stages"]!.AsArray(), s => (string?)s!["name"] == "test_range");
    }

    [Fact]
    public async Task Events_tell_each_report_until_the_end()
    {
        await using var served = await ServedTopology.StartAsync();
        var events = served.TextAsync("/v1/events");
        served.Live.End(await served.RunAsync(1));

        var told = (await events.WaitAsync(TimeSpan.FromSeconds(30))).Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l["data: ".Length..])!).ToList();
        Assert.Equal("completed", (string?)told[^1]["status"]);
        Assert.Equal(100, (int)told[^1]["samples"]!["in"]!);
    }

    [Fact]
    public async Task Metrics_have_the_names_that_are_promised()
    {
        await using var fed = await Serving.FedTable.StartAsync(100, 50, change: o => o with { Tables = ["metered=" + o.Tables[0]["t=".Length..]] });
        using var client = new HttpClient();
        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri(fed.Server.Http, "/v1/feed?batch_rows=10")));
        var metrics = await client.GetStringAsync(new Uri(fed.Server.Http, "/metrics"));
        Assert.Contains("streaming_feed_batches_total{", metrics, StringComparison.Ordinal);
        Assert.Matches("streaming_feed_rows_total\\{[^}]*table=\"metered\"[^}]*\\} 100\\b", metrics);
        Assert.Matches("streaming_feed_lag\\{[^}]*table=\"metered\"", metrics);
    }

    [Fact]
    public async Task Readiness_names_its_checks()
    {
        await using var served = await ServedTopology.StartAsync();
        var (code, before) = await served.GetAsync("/readyz");
        Assert.Equal((503, false, "starting"), (code, (bool)before["ready"]!, (string?)before["checks"]!["run"]));
        await served.RunAsync(1);

        (code, var after) = await served.GetAsync("/readyz");
        Assert.Equal((200, "ok"), (code, (string?)after["checks"]!["budget"]));
        served.Live.End(new() { Status = Telemetry.RunStatus.Failed, Pipeline = "test", RunId = "", Table = "", Totals = served.Live.Newest!, Error = new("fenced", "overtaken", null, null, null, null) });
        (code, after) = await served.GetAsync("/readyz");
        Assert.Equal((503, "fenced: overtaken", "Another worker moved a split of this one."), (code, (string?)after["checks"]!["run"], (string?)after["checks"]!["fencing"]));
    }

    [Fact]
    public async Task What_stands_still_is_not_ready_and_says_which_part()
    {
        var time = new LateTime();
        await using var served = await ServedTopology.StartAsync(time: time);
        var report = await served.RunAsync(1);
        var still = report.Totals with { Sources = [new("web", new Dictionary<string, long> { ["web-0"] = 12 }, 0, TimeSpan.Zero)], Budget = new(50, 50, 100) };
        served.Live.Report(still);
        Assert.Equal(200, (await served.GetAsync("/readyz")).Code);

        time.Late = TimeSpan.FromSeconds(61);
        served.Live.Report(still);
        var (code, said) = await served.GetAsync("/readyz");
        Assert.Equal((503, "12 records wait, and nothing has come for 61 s.", "ok"), (code, (string?)said["checks"]!["source.web"], (string?)said["checks"]!["budget"]));

        served.Live.Report(still with { Budget = new(99, 99, 100) });
        (code, said) = await served.GetAsync("/readyz");
        Assert.Equal((503, "ok"), (code, (string?)said["checks"]!["source.web"]));
        Assert.Contains("budget is full", (string)said["checks"]!["budget"]!, StringComparison.Ordinal);

        served.Live.Report(still with { BytesOut = still.BytesOut + 1 });
        Assert.Equal(200, (await served.GetAsync("/readyz")).Code);
    }

    [Fact]
    public async Task A_table_without_a_commit_is_said_to_have_none_yet()
    {
        await using var served = await ServedTopology.StartAsync();
        var (code, said) = await served.GetAsync("/v1/feed?table=t");
        Assert.Equal(503, code);
        Assert.Contains("no commit yet", (string)said["error"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    public async Task Without_a_token_requests_have_to_name_this_machine(string host, HttpStatusCode expected)
    {
        await using var served = await ServedTopology.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(served.Server.Http, "/healthz")) { Headers = { Host = host } };
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    // The time of the machine, later by what a test says.
    private sealed class LateTime : TimeProvider
    {
        public TimeSpan Late { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Late.TotalSeconds * TimestampFrequency);
    }
}
