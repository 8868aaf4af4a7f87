using System.Diagnostics;

namespace Streaming.Testing;

/// <summary>A real Apache Kafka broker of one node in a folder of its own, started from the kit beside the checkout.</summary>
public sealed class KafkaNode : IDisposable
{
    private static readonly string? _kit = FindKit(AppContext.BaseDirectory);

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-kafka-").FullName;

    /// <summary>Starts it, unless <see cref="Missing"/>.</summary>
    public KafkaNode()
    {
        if (Missing is null)
        {
            AppDomain.CurrentDomain.ProcessExit += OnExit;
            Start();
        }
    }

    /// <summary>Why no broker can be started here; null where one can.</summary>
    public static string? Missing { get; } =
        _kit is null ? "There is no ../shared/kafka beside the checkout."
        : !HasJava() ? "Kafka needs Java 17 on the PATH."
        : null;

    /// <summary>Where clients find it.</summary>
    public string BootstrapServers { get; private set; } = "";

    /// <summary>Its process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Starts it, again after a kill: on the same port, with what it had.</summary>
    public void Start()
    {
        var line = Run("start", _folder).Split(' ');
        BootstrapServers = line[0]["bootstrap=".Length..];
        ProcessId = int.Parse(line[1]["pid=".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(ProcessId);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>A command of the kit's tool, a Java client; its output.</summary>
    public string Tool(params string[] arguments) => Run("tool", [BootstrapServers, .. arguments]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Missing is null)
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            Run("stop", _folder);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void OnExit(object? sender, EventArgs e) => Run("stop", _folder);

    private static string Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(_kit!, command), arguments) { RedirectStandardOutput = true })!;
        var line = command == "tool" ? process.StandardOutput.ReadToEnd() : process.StandardOutput.ReadLine() ?? "";
        process.WaitForExit();
        return process.ExitCode == 0 ? line : throw new InvalidOperationException($"{command} ended with {process.ExitCode}: {line}");
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
        Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "java")));
}
