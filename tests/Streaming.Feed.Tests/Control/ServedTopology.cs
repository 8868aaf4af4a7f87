using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Streaming.Feed.Runs;
using Streaming.Parquet.Sinks;
using Streaming.Runtime;
using Streaming.Telemetry;
using Streaming.Topologies;
using static Streaming.Testing.TestTopology;

namespace Streaming.Feed.Tests.Control;

/// <summary>A topology of two mixed sources and a filter by range, served on free ports of loopback.</summary>
public sealed class ServedTopology : IAsyncDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromMinutes(1) };

    private readonly TestTopology _topology;

    private ServedTopology(TestTopology topology, Plan plan, LiveRun run, FeedServer server) => (_topology, Plan, Live, Server) = (topology, plan, run, server);

    public Plan Plan { get; }

    public LiveRun Live { get; }

    public FeedServer Server { get; }

    /// <summary>Plans it and serves it.</summary>
    /// <param name="feedback">What becomes of losses.</param>
    /// <param name="mixes">Whether the sources are mixed by weights.</param>
    /// <param name="time">The run's clock.</param>
    /// <param name="steps">Its steps; by default a filter that keeps everything.</param>
    /// <param name="token">Asked of clients.</param>
    /// <param name="parquet">Whether its tables are of Parquet.</param>
    public static async Task<ServedTopology> StartAsync(FeedbackOptions? feedback = null, bool mixes = true, TimeProvider? time = null, StepSpec[]? steps = null, string? token = null, bool parquet = false)
    {
        var topology = new TestTopology { Epoch = new(Samples: 100), Feedback = feedback };
        topology.Mix = mixes ? new(new Dictionary<string, double> { ["x"] = 1, ["y"] = 1 }, MixUnit.Samples) : null;
        topology.From("x", ListSourceOptions.Numbered(2_000, "a")).From("y", ListSourceOptions.Numbered(2_000, "b")).Then(steps ?? [Within(s => s.Lineage.Position % 10, 0, 9)]);
        var spec = topology.Build();
        var plan = await Planner.PlanAsync(parquet ? spec with { Sinks = [new("out", Spec<DeltaSink>(new DeltaSinkOptions { Path = topology.Table }))] } : spec);
        var run = new LiveRun(plan, time ?? TimeProvider.System);
        return new(topology, plan, run, await FeedServer.StartAsync(new() { Tables = [], Awaited = ["t=" + topology.Table], HttpPort = 0, FlightPort = 0, AuthToken = token }, TimeProvider.System, default, run));
    }

    public Task<RunReport> RunAsync(long epochs) => Run.ExecuteAsync(Plan, new() { MaxEpochs = epochs, Progress = Live }, default);

    public Task<IReadOnlyList<string>> IdsAsync() => _topology.IdsAsync();

    public async Task<(int Code, JsonNode Json)> GetAsync(string path) => await ReadAsync(await Client.GetAsync(new Uri(Server.Http, path)));

    public async Task<(int Code, JsonNode Json)> PutAsync(string path, string json) => await ReadAsync(await Client.PutAsync(new Uri(Server.Http, path), Json(json)));

    public async Task<(int Code, JsonNode Json)> PostAsync(string path, string json, string type = "application/json") => await ReadAsync(await Client.PostAsync(new Uri(Server.Http, path), Json(json, type)));

    public Task<string> TextAsync(string path) => Client.GetStringAsync(new Uri(Server.Http, path));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Plan.DisposeAsync();
        _topology.Dispose();
    }

    private static StringContent Json(string json, string type = "application/json") => new(json, System.Text.Encoding.UTF8, type);

    private static async Task<(int Code, JsonNode Json)> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
        }
    }
}
