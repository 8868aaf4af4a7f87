using System.Globalization;

namespace Streaming.Testing;

/// <summary>
/// A real Apache Kafka broker of one node on a free port, from the kit beside the checkout (<c>../shared/kafka</c>); ended and deleted on dispose. Tests look at
/// <see cref="Missing"/> first: where the kit or Java is missing they are skipped, and say so.
/// </summary>
public sealed class RealBroker : IAsyncDisposable
{
    private readonly IReadOnlyList<(string Name, string Value)> _settings;
    private int _process;

    private RealBroker(IReadOnlyList<(string Name, string Value)> settings)
    {
        _settings = settings;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Why no broker can be started here; null where one can.</summary>
    public static string? Missing => KafkaKit.Missing;

    /// <summary>The broker's own folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("streaming-kafka-").FullName;

    /// <summary><c>host:port</c>; stays over restarts.</summary>
    public string Bootstrap { get; private set; } = "";

    /// <summary>Starts a broker with settings of the kit (<c>KAFKA_…</c>).</summary>
    public static async Task<RealBroker> StartAsync(params (string Name, string Value)[] settings)
    {
        var broker = new RealBroker([("KAFKA_HEAP", "384m"), ("KAFKA_START_TIMEOUT", "180"), .. settings]);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it again on the same folder and port, with what it had.</summary>
    public async Task StartAgainAsync()
    {
        var said = (await KafkaKit.RunAsync("start", _settings, Folder)).Trim().Split(' ');
        Bootstrap = said[0]["bootstrap=".Length..];
        _process = int.Parse(said[1]["pid=".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => KafkaKit.Kill(_process);

    /// <summary>Runs a command of the kit's tool, which is built on Kafka's own Java client.</summary>
    public Task<string> ToolAsync(params string[] arguments) => KafkaKit.RunAsync("tool", _settings, [Bootstrap, .. arguments]);

    /// <summary>Makes a topic.</summary>
    public Task CreateAsync(string topic, int partitions, params string[] settings) =>
        ToolAsync(["create", topic, partitions.ToString(CultureInfo.InvariantCulture), "1", .. settings]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await KafkaKit.RunAsync("stop", _settings, Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private void OnExit(object? sender, EventArgs e) => KafkaKit.RunAsync("stop", _settings, Folder).Wait();
}
