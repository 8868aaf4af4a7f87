using System.Globalization;

namespace Streaming.Testing;

/// <summary>Three nodes of Apache Kafka, each topic on all of them: for what one broker cannot show (a leader that moves). See <see cref="RealBroker"/>.</summary>
public sealed class RealCluster : IAsyncDisposable
{
    private readonly IReadOnlyList<(string Name, string Value)> _settings;
    private int[] _processes = [];

    private RealCluster(IReadOnlyList<(string Name, string Value)> settings)
    {
        _settings = settings;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Where its nodes lie: <c>node-1</c> to <c>node-3</c>.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("streaming-kafka-").FullName;

    /// <summary>All three.</summary>
    public string Bootstrap { get; private set; } = "";

    /// <summary>Starts it with settings of the kit (<c>KAFKA_…</c>).</summary>
    public static async Task<RealCluster> StartAsync(params (string Name, string Value)[] settings)
    {
        var cluster = new RealCluster([("KAFKA_HEAP", "256m"), ("KAFKA_START_TIMEOUT", "180"), .. settings]);
        var said = (await KafkaKit.RunAsync("start-cluster", cluster._settings, cluster.Folder)).Trim().Split(' ');
        cluster.Bootstrap = said[0]["bootstrap=".Length..];
        cluster._processes = [.. said[1]["pid=".Length..].Split(',').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        return cluster;
    }

    /// <summary>SIGKILL to a node, 1 to 3.</summary>
    public void Kill(int node) => KafkaKit.Kill(_processes[node - 1]);

    /// <summary>Brings a killed node back, with what it had.</summary>
    public async Task StartAgainAsync(int node)
    {
        var said = (await KafkaKit.RunAsync("start", _settings, Path.Combine(Folder, $"node-{node}"))).Trim().Split(' ');
        _processes[node - 1] = int.Parse(said[1]["pid=".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>Makes a topic that is on every node.</summary>
    public Task CreateAsync(string topic, int partitions) =>
        KafkaKit.RunAsync("tool", _settings, Bootstrap, "create", topic, partitions.ToString(CultureInfo.InvariantCulture), "3");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await KafkaKit.RunAsync("stop", _settings, Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private void OnExit(object? sender, EventArgs e) => KafkaKit.RunAsync("stop", _settings, Folder).Wait();
}
