using System.Diagnostics;
using System.Globalization;

namespace Streaming.Testing;

/// <summary>
/// A real Apache Kafka broker of one node on a free port, from the kit beside the checkout (<c>../shared/kafka</c>); ended and deleted on dispose. Tests look at
/// <see cref="Missing"/> first: where the kit or Java is missing they are skipped, and say so.
/// </summary>
public sealed class RealBroker : IAsyncDisposable
{
    private static readonly string? _kit = FindKit(AppContext.BaseDirectory);

    private readonly IReadOnlyList<(string Name, string Value)> _settings;
    private int _process;

    private RealBroker(IReadOnlyList<(string Name, string Value)> settings)
    {
        _settings = settings;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>Why no broker can be started here; null where one can.</summary>
    public static string? Missing { get; } =
        _kit is null ? "There is no shared/kafka beside the checkout."
        : !HasJava() ? "There is no Java to run a Kafka broker with (java on the PATH, JAVA or JAVA_HOME)."
        : null;

    /// <summary>The broker's own folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("streaming-kafka-").FullName;

    /// <summary><c>host:port</c>; stays over restarts.</summary>
    public string Bootstrap { get; private set; } = "";

    /// <summary>Starts a broker with settings of the kit (<c>KAFKA_…</c>).</summary>
    public static async Task<RealBroker> StartAsync(params (string Name, string Value)[] settings)
    {
        var broker = new RealBroker([("KAFKA_HEAP", "384m"), .. settings]);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it again on the same folder and port, with what it had.</summary>
    public async Task StartAgainAsync()
    {
        var said = (await RunAsync("start", Folder)).Trim().Split(' ');
        Bootstrap = said[0]["bootstrap=".Length..];
        _process = int.Parse(said[1]["pid=".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(_process);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Runs a command of the kit's tool, which is built on Kafka's own Java client.</summary>
    public Task<string> ToolAsync(params string[] arguments) => RunAsync("tool", [Bootstrap, .. arguments]);

    /// <summary>Makes a topic.</summary>
    public Task CreateAsync(string topic, int partitions, params string[] settings) =>
        ToolAsync(["create", topic, partitions.ToString(CultureInfo.InvariantCulture), "1", .. settings]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await RunAsync("stop", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private void OnExit(object? sender, EventArgs e) => RunAsync("stop", Folder).Wait();

    // The broker that "start" leaves behind has none of these pipes.
    private async Task<string> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_kit!, script), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
    }

    private static string? FindKit(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "shared/kafka/start")))
            {
                return Path.Combine(at.FullName, "shared/kafka");
            }
        }

        return null;
    }

    private static bool HasJava() =>
        Environment.GetEnvironmentVariable("JAVA") is not null || Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "java")));
}
